/** The only door through which HTML from the server becomes nodes, and an address becomes a program; everything else builds its nodes itself. */

interface HtmlPolicy {
  createHTML(html: string): string;
  createScriptURL(url: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: HtmlPolicy): HtmlPolicy;
}

const { trustedTypes } = window as unknown as { trustedTypes?: TrustedTypes };
const passThrough: HtmlPolicy = { createHTML: (html) => html, createScriptURL: (url) => url };
const policy = trustedTypes?.createPolicy('dragoman', passThrough) ?? passThrough;

/** Nodes of an HTML fragment that our own server rendered. Scripts in it do not run. */
export function toFragment(html: string): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = policy.createHTML(html);
  return template.content;
}

/** The address of a worker of ours, as browsers want it said. @throws for addresses of others. */
export function workerUrl(path: string): string {
  if (new URL(path, location.href).origin !== location.origin) throw new Error(`not a program of ours: ${path}`);
  return policy.createScriptURL(path);
}

/** A fresh copy of the first element of `<template id>`. */
export function cloneTemplate<T extends HTMLElement>(id: string): T {
  const template = document.getElementById(id);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`no template #${id}`);
  return template.content.firstElementChild!.cloneNode(true) as T;
}
