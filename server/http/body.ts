/** Strict reading of bodies and queries: small, shallow, of a type we know, every name once. */
import express, { type RequestHandler } from 'express';
import { AppError } from '../errors.ts';

const LIMIT = '256kb';
const DEEPEST = 20;
const FORBIDDEN_NAMES = new Set(['__proto__', 'constructor', 'prototype']);
/** Read by the route that expects files, straight from the request. */
const STREAMED = 'multipart/form-data';

export function strictBodies(): RequestHandler[] {
  return [
    refuseUnknownTypes,
    express.json({ limit: LIMIT, strict: true, type: 'application/json' }),
    express.urlencoded({ limit: LIMIT, extended: false, parameterLimit: 100, type: 'application/x-www-form-urlencoded' }),
    refuseOddShapes,
  ];
}

const refuseUnknownTypes: RequestHandler = (req, _res, next) => {
  const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
  if (hasBody && !req.is(['application/json', 'application/x-www-form-urlencoded', STREAMED])) throw new AppError('unsupported', 'contentType');
  next();
};

const refuseOddShapes: RequestHandler = (req, _res, next) => {
  refuseRepeated(req.query);
  const body: unknown = req.body;
  if (req.is('application/x-www-form-urlencoded')) refuseRepeated(body);
  refuseDeep(body);
  next();
};

/** A name given twice reads as one thing here and as another there. */
function refuseRepeated(values: unknown): void {
  for (const [name, value] of Object.entries(values ?? {})) if (typeof value !== 'string' || FORBIDDEN_NAMES.has(name)) throw malformed(name);
}

function refuseDeep(body: unknown): void {
  const waiting: [unknown, number][] = [[body, 0]];
  for (let item = waiting.pop(); item; item = waiting.pop()) {
    const [value, depth] = item;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > DEEPEST) throw malformed('');
    for (const [name, inner] of Object.entries(value)) {
      if (FORBIDDEN_NAMES.has(name)) throw malformed(name);
      waiting.push([inner, depth + 1]);
    }
  }
}

function malformed(field: string): AppError {
  return new AppError('invalid', 'malformed', { details: field ? { field } : {} });
}
