/** The export gate of a project: whether open findings of the checks keep its documents from being exported. */
import { CHECK_SEVERITIES, type CheckSeverity } from '../core/checks/check.ts';
import type { Actor } from '../core/permissions.ts';
import type { Db, Queryable } from '../db/connect.ts';
import type { RequireDocument } from '../documents/service.ts';
import { AppError } from '../errors.ts';
import { countSeverities, type Findings, type OpenFinding } from '../segments/service.ts';
import { readGate, setGate } from './store.ts';

/** `none`: everything may leave. Otherwise nothing of this severity or worse. */
export const GATES = ['none', 'high', 'medium', 'low'] as const;
export type Gate = (typeof GATES)[number];

export interface GateView {
  gate: Gate;
  counts: Record<CheckSeverity, number>;
  /** How many findings the gate stops at. */
  stopping: number;
  /** Number of the first segment with one of them; null when there is none. */
  first: number | null;
}

export function createGate({ db, findings, requireDocument }: { db: Db; findings: Pick<Findings, 'open'>; requireDocument: RequireDocument }) {
  async function view(actor: Actor, documentId: string): Promise<GateView> {
    const { projectId } = await requireDocument(db.read, actor, documentId, 'document.export');
    const [gate, open] = [await gateOf(db.read, projectId), await findings.open(actor, documentId)];
    const stopped = open.filter((finding) => stops(gate, finding));
    return { gate, counts: countSeverities(open), stopping: stopped.length, first: stopped[0]?.number ?? null };
  }

  return {
    view,

    /** @throws {AppError} conflict while findings stand in the way. */
    async pass(actor: Actor, documentId: string): Promise<void> {
      const { projectId } = await requireDocument(db.read, actor, documentId, 'document.export');
      if ((await gateOf(db.read, projectId)) === 'none') return;
      const { stopping } = await view(actor, documentId);
      if (stopping > 0) throw new AppError('conflict', 'exports.gate', { values: { count: stopping } });
    },

    /** For all documents of the project. */
    async set(actor: Actor, documentId: string, gate: Gate): Promise<void> {
      await db.write(async (tx) => {
        const { projectId } = await requireDocument(tx, actor, documentId, 'export.gate');
        await setGate(tx, projectId, gate);
      });
    },
  };
}

function stops(gate: Gate, { finding }: OpenFinding): boolean {
  return gate !== 'none' && CHECK_SEVERITIES.indexOf(finding.severity) <= CHECK_SEVERITIES.indexOf(gate);
}

async function gateOf(db: Queryable, projectId: string): Promise<Gate> {
  const stored = await readGate(db, projectId);
  return GATES.find((gate) => gate === stored) ?? 'none';
}
