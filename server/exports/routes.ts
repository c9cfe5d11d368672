import { Router, type Response } from 'express';
import { z } from 'zod';
import { may } from '../core/permissions.ts';
import { AppError } from '../errors.ts';
import { actorOf } from '../http/locals.ts';
import { render } from '../http/render.ts';
import { idFrom, parse } from '../http/validation.ts';
import { attachment } from './file-name.ts';
import { GATES } from './gate.ts';
import { ExportOptions } from './options.ts';
import type { ExportedFile, Exports } from './service.ts';

const GateForm = z.strictObject({ gate: z.enum(GATES) });
/** A form says which fields it has by sending them all; the token is no option. */
const ExportForm = ExportOptions.extend({ _csrf: z.string().optional() }).transform(({ _csrf, ...options }) => options);

export function exportRoutes(exports: Exports): Router {
  const router = Router();

  router.get('/documents/:id/exports', async (req, res) => {
    await choicesPage(exports, req.params.id, { res });
  });

  router.post('/documents/:id/exports', async (req, res) => {
    const options = parse(ExportForm, req.body);
    try {
      sendFile(res, await exports.exportOf(actorOf(res), idFrom(req.params.id), options));
    } catch (error) {
      if (!(error instanceof AppError) || error.key !== 'exports.gate') throw error;
      await choicesPage(exports, req.params.id, { res, status: 409 });
    }
  });

  router.post('/documents/:id/export-gate', async (req, res) => {
    const id = idFrom(req.params.id);
    await exports.setGate(actorOf(res), id, parse(GateForm, req.body).gate);
    res.redirect(303, `/documents/${id}/exports`);
  });

  router.get('/documents/:id/reading', async (req, res) => {
    const reading = await exports.readingOf(actorOf(res), idFrom(req.params.id));
    await render(res, 'exports/reading', { ...reading, here: 'read' }, { title: titleOf(res, reading.document), head: 'exports/_head', bodyClass: 'reading' });
  });

  return router;
}

async function choicesPage(exports: Exports, documentId: string, { res, status }: { res: Response; status?: number }): Promise<void> {
  const choices = await exports.choicesFor(actorOf(res), idFrom(documentId));
  const { document } = choices;
  const data = { ...choices, here: 'export', gates: GATES, setsGate: may(document.roles, 'export.gate'), isStopped: status !== undefined };
  await render(res, 'exports/choices', data, { title: titleOf(res, document), head: 'exports/_head', bodyClass: 'exports', ...(status && { status }) });
}

function titleOf(res: Response, document: { titleSource: string; titleTarget: string }): string {
  return document.titleTarget || document.titleSource || res.locals.t('document.untitled');
}

/** Somebody's text leaves as a file and never as a page of ours, whatever the browser makes of it. */
function sendFile(res: Response, file: ExportedFile): void {
  res.setHeader('Content-Security-Policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'; font-src data:");
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Disposition', attachment(file.fileName));
  res.type(file.mediaType).send(Buffer.from(file.bytes));
}
