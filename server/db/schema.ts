/**
 * The whole data model on one screen. The same logical types on SQLite and PostgreSQL: ids and dates are text (UUIDv7, ISO-8601 UTC),
 * booleans are 0 or 1, JSON is text, counters stay below 2^53. Text of users is stored exactly as received.
 * Order and versions come from counters, never from clocks or ids.
 */
import type { Generated } from 'kysely';
import type { BlockKind } from '../core/model.ts';
import type { ReturnCode, Severity } from '../core/review.ts';
import type { State, SubState } from '../core/states.ts';

export type Flag = 0 | 1;
/** ISO-8601 UTC with milliseconds, as `new Date().toISOString()` writes it. */
export type Instant = string;

export interface Schema {
  person: {
    id: string;
    name: string;
    /** 0 while `name` only addresses them (“You”): it is put on no title page. */
    is_named: Flag;
    /** What they sign in with; null for "just me on this computer". */
    login: string | null;
    password_hash: string | null;
    is_admin: Flag;
    /** 0 until the first-run page has been answered. */
    is_settled: Flag;
    disabled_at: Instant | null;
    created_at: Instant;
  };
  /** idle_ms: so long without a request, and it is over. */
  session: { id_hash: string; person_id: string; user_agent: string; created_at: Instant; seen_at: Instant; idle_ms: number; expires_at: Instant };
  /** One-time links; only the token's hash is kept. purpose: signs in, or asks for a new password first. */
  sign_in_link: {
    token_hash: string;
    person_id: string;
    created_at: Instant;
    expires_at: Instant;
    used_at: Instant | null;
    purpose: Generated<'sign-in' | 'password'>;
  };
  /** Attempts at a password per subject (login + address), kept here so that a restart does not reset them. */
  sign_in_attempt: { subject: string; failures: number; window_ends_at: Instant };
  /** JSON values by name: theme, density, text size, sides, keys, locale. */
  preference: { person_id: string; name: string; value: string };

  project: {
    id: string;
    name: string;
    source_lang: string;
    target_lang: string;
    four_eyes: Flag;
    /** Nothing is exported while findings of this severity or worse are open: none, high, medium, low. */
    export_gate: Generated<string>;
    segment_unit: 'paragraph' | 'sentence';
    is_sample: Flag;
    created_at: Instant;
    binned_at: Instant | null;
    note: Generated<string>;
    /** Abbreviations of the project’s own, one a line: after these a sentence goes on. */
    segment_exceptions: Generated<string>;
  };
  /** roles: JSON array of Role. */
  membership: { project_id: string; person_id: string; roles: string };
  /** A link that makes whoever uses it a member. Only the token's hash is kept; roles: JSON array of Role; created_by: null for the command line. */
  invitation: {
    id: string;
    token_hash: string;
    project_id: string;
    roles: string;
    created_by: string | null;
    created_at: Instant;
    expires_at: Instant;
    used_at: Instant | null;
    used_by: string | null;
  };
  document: { id: string; project_id: string; title_source: string; title_target: string; note: string; created_at: Instant; binned_at: Instant | null };
  /** A version of the source file. original: its bytes; skeleton: JSON of the format that read it. */
  source_version: {
    id: string;
    document_id: string;
    number: number;
    file_name: string;
    format: string;
    encoding: string;
    sha256: string;
    original: Buffer;
    skeleton: string;
    created_at: Instant;
  };
  /** codes: JSON InlineCode[]. number: order in the file, from 1. marker: JSON ListMarker; null for a bullet, and for what is no list item. */
  block: {
    id: string;
    source_version_id: string;
    number: number;
    kind: BlockKind;
    level: number | null;
    marker: Generated<string | null>;
    text: string;
    codes: string;
    anchor: string;
  };
  /**
   * A range of a block's text. Never deleted: split and join retire a segment and name its successors (JSON ids).
   * The order of a document's segments is (block.number, start_offset). source_hash: sha-256 of the range's text.
   */
  segment: {
    id: string;
    document_id: string;
    block_id: string;
    start_offset: number;
    end_offset: number;
    source_hash: string;
    retired_at: Instant | null;
    successors: string;
  };

  target: { segment_id: string; lang: string; head_revision_id: string | null; state: State; sub_state: SubState };
  /**
   * Append-only (triggers forbid UPDATE, and DELETE unless the document lies in the bin). number counts per target from 1 without gaps. origin: where the text came from.
   * used: JSON [{kind: draft|match|term|paste, id}] taken since the last save. edit_group: one sitting is one line of history.
   * accepted_as_is: 1 when a draft was confirmed untouched. source_hash: the source this revision saw.
   */
  revision: {
    id: string;
    segment_id: string;
    lang: string;
    number: number;
    parent_id: string | null;
    author_kind: 'person' | 'machine';
    author_id: string;
    origin: 'typed' | 'draft' | 'replace' | 'revert' | 'split' | 'join' | 'review' | 'sign-off';
    text: string;
    state: State;
    sub_state: SubState;
    edit_group: string;
    source_hash: string;
    used: string;
    accepted_as_is: Flag;
    created_at: Instant;
  };
  /** The loser's text of a conflict. resolution: '' until somebody looked at it. */
  side_revision: {
    id: string;
    segment_id: string;
    lang: string;
    base_revision_id: string | null;
    text: string;
    author_id: string;
    idempotency_key: string;
    resolution: string;
    created_at: Instant;
  };
  /** A finding of the checks that somebody decided to leave, and why. finding_key: what makes it the same finding in a later revision. */
  waiver: {
    id: string;
    segment_id: string;
    revision_id: string;
    check_id: string;
    finding_key: string;
    reason: string;
    person_id: string;
    created_at: Instant;
    withdrawn_at: Instant | null;
  };
  /**
   * Machine draft of one sentence of a source text. The key is what it depends on; attempt counts re-drafts from 1 and the highest wins.
   * span: the sentence inside the source with that hash. scores, tokens, flags: JSON.
   * links: JSON [[source word, target word]], numbers of words from 0 in the plain sentence and the plain draft; empty where the model does not say.
   */
  draft: {
    id: string;
    source_hash: string;
    span_start: number;
    span_end: number;
    segmenter: string;
    engine: string;
    model: string;
    model_hash: string;
    settings: string;
    attempt: number;
    text: string;
    tokens: string;
    scores: string;
    links: string;
    flags: string;
    created_at: Instant;
  };
  /** side + span: the selection the comment is about, if any; revision_id: the target text it was said of. */
  comment: {
    id: string;
    segment_id: string;
    author_id: string;
    side: 'source' | 'target' | null;
    span_start: number | null;
    span_end: number | null;
    revision_id: string | null;
    text: string;
    created_at: Instant;
    resolved_at: Instant | null;
    resolved_by: string | null;
  };

  /** Somebody's yes to a revision. Stands until taken_off_at: the next change of the text, or a change of mind. */
  approval: { id: string; segment_id: string; revision_id: string; person_id: string; created_at: Instant; taken_off_at: Instant | null };
  /** A revision sent back with its reason; span lies in that revision's text. Stands until closed_at: the next confirm. */
  return: {
    id: string;
    segment_id: string;
    revision_id: string;
    person_id: string;
    code: ReturnCode;
    severity: Severity;
    span_start: number | null;
    span_end: number | null;
    comment: string;
    created_at: Instant;
    closed_at: Instant | null;
  };
  /** The versions of a block's text: what it was before its nth correction and after it. `block.text` is the newest. */
  block_correction: {
    id: string;
    block_id: string;
    segment_id: string;
    number: number;
    text_before: string;
    text_after: string;
    person_id: string;
    created_at: Instant;
  };

  /** Written in the transaction of what it tells of. seq is the SSE id and "version n of the text". data: JSON. */
  change: {
    seq: Generated<number>;
    project_id: string;
    document_id: string | null;
    segment_id: string | null;
    kind: string;
    person_id: string | null;
    data: string;
    created_at: Instant;
  };
  /** Durable work list. fence counts claims; a result is written only with the current one. payload: JSON. */
  job: {
    id: string;
    kind: string;
    dedupe_key: string;
    project_id: string;
    document_id: string | null;
    person_id: string;
    priority: number;
    payload: string;
    state: JobState;
    done: number;
    total: number;
    attempts: number;
    run_after: Instant;
    owner: string | null;
    fence: number;
    lease_until: Instant | null;
    error: string | null;
    created_at: Instant;
    updated_at: Instant;
  };
  /** Answers already given to a person's write, kept 60 days because devices come back late. */
  idempotency: { person_id: string; key: string; body_hash: string; status: number; answer: string; created_at: Instant };
  /** Facts about the installation: its id, its secrets, which sample was imported. */
  setting: { name: string; value: string };
}

export type JobState = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';
