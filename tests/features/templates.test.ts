import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createTemplates } from '../../server/http/templates.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-views-'));
afterAll(() => rmSync(folder, { recursive: true }));

function put(files: Record<string, string>): ReturnType<typeof createTemplates> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, `${name}.ejs`), text);
  }
  return createTemplates(folder);
}

test('a template includes one beside it and one of the folder; both see its data, their own first, and change none of it', () => {
  const fill = put({
    'desk/page': "<%- include('_row', { name: 'own' }) %>|<%- include('/parts/icon') %>|<%= name %>",
    'desk/_row': "<%= name %> <%= of %> <%- include('/parts/icon') %>",
    'parts/icon': '(<%= name %>)',
  });
  expect(fill('desk/page', { name: 'page', of: 'all' })).toBe('own all (own)|(page)|page');
});

test('what is filled in is escaped, and nothing is seen that was not given', () => {
  const fill = put({ page: "<%= text %> <%= locals.toString ?? 'nothing' %>" });
  expect(fill('page', { text: '<b>&' })).toBe('&lt;b&gt;&amp; nothing');
});

test('data named like an option of the templates is data', () => {
  const fill = put({ options: '<%= cache %> <%= delimiter %> <%= settings %>' });
  expect(fill('options', { cache: 'c', delimiter: '?', settings: { 'view options': { client: true } } })).toBe('c ? [object Object]');
});
