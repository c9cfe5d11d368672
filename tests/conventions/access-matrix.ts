/**
 * Who gets what from every route: anonymous · a member of another project · translator · reviewer · manager · administrator · disabled.
 * A stranger learns nothing of what exists (404), a member without the role is told so (403), whom nobody let in is asked to sign in (401).
 */
import { now } from '../../server/db/ids.ts';
import { addDocument, addMember, addPerson, addProject } from '../support/database.ts';
import type { TestApp, World } from '../support/workbench.ts';

export const ROLES = ['anonymous', 'outsider', 'translator', 'reviewer', 'manager', 'admin', 'disabled'] as const;

/** One request: the role's place in ROLES gives it things of its own to change. */
export interface Turn {
  app: TestApp;
  world: World;
  index: number;
  /** A comment and a job of the News desk. */
  commentId: string;
  jobId: string;
}

export interface Row {
  expected: readonly number[];
  /** Default: the route's path with `:id` filled in. */
  address?: (turn: Turn) => string | Promise<string>;
  /** Sent as JSON; default {} for methods that have a body. */
  json?: (turn: Turn) => unknown;
  /** Sent as a form instead. */
  form?: (turn: Turn) => Record<string, string>;
  headers?: Record<string, string>;
}

const everybody = (status: number) => ROLES.map(() => status);
const members = (status: number) => [401, 404, status, status, status, 404, 401];
const managers = (status: number) => [401, 404, 403, 403, status, 404, 401];
const managersAndAdmins = (status: number) => [401, 404, 403, 403, status, status, 401];
const signedIn = (status: number) => [401, status, status, status, status, status, 401];

const admins = (status: number) => [401, 403, 403, 403, 403, status, 401];
const reviewers = (status: number) => [401, 404, 403, status, status, 404, 401];

const segment = (tail: string) => (turn: Turn) => `/segments/${turn.world.segments[turn.index]}${tail}`;
const fresh = { 'if-match': '"none"' };
const keyed = (name: string) => ({ 'idempotency-key': `access-${name}` });
/** A decision about a text that is no longer the newest: whoever may decide is told so, and nothing is changed. */
const decision = (name: string) => ({ json: () => ({ revisionId: 'old' }), headers: { 'if-match': '"old"', ...keyed(name) } });
const link = async ({ app, world }: Turn) => `/link/${await app.context.accounts.links.make({ id: world.noor, is_settled: 1 })}`;

const invitation = async (turn: Turn) => `/invitations/${await turn.app.context.invitations.makeUnasked(await another(turn), ['translator'])}`;

/** A member of the News desk who is one too many. */
async function dispensable({ app, world }: Turn): Promise<string> {
  const personId = await addPerson(app.context.db, 'Rima');
  await addMember(app.context.db, { projectId: world.projectId, personId, roles: ['translator'] });
  return `/projects/${world.projectId}/members/${personId}/remove`;
}

/** A project with the people of the News desk. */
function another({ app, world }: Turn, state?: 'binned'): Promise<string> {
  return addProject(app.context.db, 'Spare', { [world.amal]: ['translator'], [world.noor]: ['reviewer'], [world.salma]: ['manager'] }, state);
}

/** A document of the News desk. */
async function spare({ app, world }: Turn, state?: 'binned'): Promise<string> {
  const { documentId } = await addDocument(app.context.db, world.projectId, ['مرحبا.']);
  if (state) await app.context.db.write((tx) => tx.updateTable('document').set({ binned_at: now() }).where('id', '=', documentId).execute());
  return documentId;
}

export const MATRIX: Record<string, Row> = {
  'GET /healthz': { expected: everybody(200) },
  'GET /': { expected: everybody(200) },
  'GET /sign-in': { expected: everybody(200) },
  'POST /sign-in': { form: () => ({ login: 'nobody', password: 'wrong' }), expected: everybody(401) },
  'GET /link/:token': { address: link, expected: everybody(200) },
  'POST /link/:token': { address: link, form: () => ({}), expected: everybody(303) },
  'GET /service-worker.js': { expected: everybody(200) },
  'GET /offline': { expected: everybody(200) },
  'POST /locale': { form: () => ({ locale: 'en', next: '/' }), expected: everybody(303) },
  'PUT /preferences/:name': { address: () => '/preferences/theme', json: () => ({ value: 'dark' }), expected: signedIn(204) },
  'GET /account': { expected: signedIn(200) },
  'POST /account/name': { form: ({ index }) => ({ name: `Person ${index}` }), expected: signedIn(303) },
  'POST /account/password': { form: ({ index }) => ({ login: `person${index}`, password: 'three short words' }), expected: signedIn(303) },
  'POST /account/sessions/end': { form: () => ({ session: 'others' }), expected: signedIn(303) },
  'GET /events': { expected: signedIn(200) },

  'GET /invitations/:token': { address: invitation, expected: everybody(200) },
  'POST /invitations/:token': {
    address: invitation,
    form: ({ index }): Record<string, string> => (index === 0 || index === 6 ? { name: 'New', login: `new${index}`, password: 'three short words' } : {}),
    expected: everybody(303),
  },
  'GET /projects': { expected: signedIn(200) },
  'POST /projects': { form: () => ({ name: 'Novels' }), expected: signedIn(303) },
  'GET /projects/:id': { expected: managers(200) },
  'POST /projects/:id': { form: () => ({ name: 'News desk', note: '' }), expected: managers(303) },
  'GET /projects/:id/people': { expected: managersAndAdmins(200) },
  'POST /projects/:id/invitations': { form: () => ({ reviewer: 'on' }), expected: managersAndAdmins(201) },
  'POST /projects/:id/invitations/:invitation/take-back': {
    address: ({ world }) => `/projects/${world.projectId}/invitations/${world.documentId}/take-back`,
    form: () => ({}),
    expected: managersAndAdmins(303),
  },
  'POST /projects/:id/members/:person': {
    address: ({ world }) => `/projects/${world.projectId}/members/${world.amal}`,
    form: () => ({ translator: 'on' }),
    expected: managersAndAdmins(303),
  },
  'POST /projects/:id/members/:person/remove': { address: dispensable, form: () => ({}), expected: managersAndAdmins(303) },
  'POST /projects/:id/bin': { address: async (turn) => `/projects/${await another(turn)}/bin`, form: () => ({}), expected: managers(303) },
  'POST /projects/:id/restore': {
    address: async (turn) => `/projects/${await another(turn, 'binned')}/restore`,
    form: () => ({}),
    expected: [401, 404, 404, 404, 303, 404, 401],
  },
  'POST /installation/people/:person': {
    address: ({ world }) => `/installation/people/${world.hadi}`,
    form: () => ({ change: 'demote' }),
    expected: [401, 403, 403, 403, 403, 303, 401],
  },
  'GET /installation': { expected: [401, 403, 403, 403, 403, 200, 401] },
  'GET /backups': { expected: [401, 403, 403, 403, 403, 200, 401] },
  'POST /backups': { form: () => ({}), expected: [401, 403, 403, 403, 403, 303, 401] },
  'GET /models': { expected: signedIn(200) },
  'GET /models/download': { expected: signedIn(200) },
  'POST /models': { form: () => ({ folder: 'nowhere' }), expected: admins(422) },
  'POST /models/:model/use': { address: () => '/models/0123456789abcdef/use', form: () => ({}), expected: admins(404) },
  'POST /models/:model/remove': { address: () => '/models/0123456789abcdef/remove', form: () => ({}), expected: admins(404) },
  'POST /models/:model/verify': { address: () => '/models/0123456789abcdef/verify', form: () => ({}), expected: admins(404) },
  'POST /models/download/list': { form: () => ({}), expected: admins(409) },
  'POST /models/download/start': { form: () => ({}), expected: admins(409) },
  'POST /models/download/cancel': { form: () => ({}), expected: admins(303) },
  'GET /bin': { expected: signedIn(200) },
  'GET /documents/:id/details': { expected: managers(200) },
  'POST /documents/:id/details': { form: () => ({ titleSource: 'عنوان', titleTarget: 'Title', note: '' }), expected: managers(303) },
  'POST /documents/:id/bin': { address: async (turn) => `/documents/${await spare(turn)}/bin`, form: () => ({}), expected: managers(303) },
  'POST /documents/:id/restore': {
    address: async (turn) => `/documents/${await spare(turn, 'binned')}/restore`,
    form: () => ({}),
    expected: [401, 404, 404, 404, 303, 404, 401],
  },

  'GET /imports/new': { expected: signedIn(200) },
  'POST /imports/preview': { form: () => ({ text: 'مرحبا بالعالم.' }), expected: signedIn(200) },
  'POST /imports': { form: ({ world }) => ({ text: 'مرحبا بالعالم.', project: world.projectId, then: 'keep' }), expected: [401, 404, 303, 403, 303, 404, 401] },

  'GET /documents/:id': { expected: members(200) },
  'GET /documents/:id/reading': { expected: members(200) },
  'GET /documents/:id/exports': { expected: members(200) },
  'POST /documents/:id/exports': { form: () => ({ kind: 'bilingual' }), expected: members(200) },
  'GET /documents/:id/replacements': { address: ({ world }) => `/documents/${world.documentId}/replacements?find=a`, expected: members(200) },
  'POST /documents/:id/edits': {
    headers: keyed('edits'),
    json: ({ world }) => ({ origin: 'replace', edits: [{ segmentId: world.segments[0], ifMatch: null, text: '' }] }),
    expected: members(200),
  },
  'POST /documents/:id/export-gate': { form: () => ({ gate: 'none' }), expected: managers(303) },
  'POST /documents/:id/presence': { json: ({ world }) => ({ tab: 'one', segmentId: world.segments[0], saidAt: 0 }), expected: members(200) },
  'POST /documents/:id/drafts': { expected: members(202) },

  'GET /segments/:id': { headers: { accept: 'application/json' }, expected: members(200) },
  'GET /segments/:id/history': { expected: members(200) },
  'GET /segments/:id/revisions/:revisionId': { address: segment('/revisions/none'), expected: members(200) },
  'GET /segments/:id/comments': { expected: members(200) },
  'POST /segments/:id/comments': {
    address: segment('/comments'),
    json: () => ({ text: 'Look here', side: null, span: null, revisionId: null }),
    expected: members(201),
  },
  'POST /segments/:id/waivers': {
    address: segment('/waivers'),
    headers: { 'if-match': '"another"' },
    json: () => ({ check: 'number', key: 'number', reason: 'It is so.' }),
    expected: members(412),
  },
  'DELETE /waivers/:id': { address: () => '/waivers/none', expected: signedIn(404) },
  'PUT /comments/:id/resolution': { expected: members(200) },
  'DELETE /comments/:id/resolution': { expected: members(200) },
  'POST /segments/:id/drafts': { address: segment('/drafts'), expected: members(202) },
  'POST /segments/:id/splits': {
    address: segment('/splits'),
    headers: fresh,
    json: () => ({ sourceOffset: 5, targetOffset: 0 }),
    expected: [401, 404, 201, 403, 201, 404, 401],
  },
  'POST /segments/:id/joins': { address: ({ world }) => `/segments/${world.segments[7]}/joins`, headers: fresh, expected: [401, 404, 422, 403, 422, 404, 401] },
  'PUT /segments/:id/target': {
    address: ({ world, index }) => `/segments/${world.segments[7 + index]}/target`,
    headers: { ...fresh, ...keyed('target') },
    json: () => ({ text: 'Better', confirm: true, used: [], editGroup: 'g' }),
    expected: members(200),
  },

  'GET /documents/:id/review': { expected: members(200) },
  'POST /documents/:id/review': {
    form: ({ world }) => ({ decision: 'approve', segment: world.segments[13]!, revision: 'old', key: 'access-review' }),
    expected: [401, 404, 403, 412, 412, 404, 401],
  },
  'POST /documents/:id/approvals': { json: () => ({ choice: 'all' }), expected: reviewers(200) },
  'POST /segments/:id/approval': { ...decision('approve'), expected: reviewers(412) },
  'DELETE /segments/:id/approval': { ...decision('unapprove'), expected: reviewers(412) },
  'POST /segments/:id/return': {
    ...decision('return'),
    json: () => ({ revisionId: 'old', code: 'term', severity: 'minor', span: null, comment: '' }),
    expected: reviewers(412),
  },
  'PUT /segments/:id/sign-off': { ...decision('sign-off'), expected: managers(412) },
  'DELETE /segments/:id/sign-off': { ...decision('unsign'), expected: managers(412) },
  'PUT /segments/:id/source': { headers: keyed('source'), json: () => ({ text: 'نص', sourceHash: 'old' }), expected: managers(412) },
  'PUT /projects/:id/four-eyes': { address: ({ world }) => `/projects/${world.projectId}/four-eyes`, expected: managers(204) },
  'DELETE /projects/:id/four-eyes': { address: ({ world }) => `/projects/${world.projectId}/four-eyes`, expected: managers(204) },

  'PUT /jobs/:id/state': { json: () => ({ state: 'paused' }), expected: members(200) },
  'POST /sign-out': { form: () => ({}), expected: signedIn(303) },
};
