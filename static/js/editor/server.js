// Words and pieces of markup come from one <template>, translated by the server.
const template = () => document.getElementById("editor-parts");

export const words = new Proxy({}, { get: (_, name) => template()?.dataset[name] || "" });

export function part(name) {
  return document.importNode(template().content.querySelector(`[data-part="${name}"]`), true);
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// Requests to our own server. A redirect can only mean the log-in page: it counts as 401.

// After a log-in in another tab the cookie is newer than the field in the page.
export function token(form) {
  const cookie = /(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/.exec(document.cookie);
  return cookie?.[1] || (form || document).querySelector("[name=csrfmiddlewaretoken]")?.value || "";
}

export async function post(url, body, form, options = {}) {
  const response = await fetch(url, {
    method: "POST", body, redirect: "manual", credentials: "same-origin",
    headers: { "X-CSRFToken": token(form), "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
    ...options,
  });
  const status = response.type === "opaqueredirect" ? 401 : response.status;
  return { status, response, data: await json(response) };
}

export async function get(url, signal) {
  const response = await fetch(url, { signal, redirect: "manual", headers: { Accept: "application/json" } });
  return response.ok ? json(response) : {};
}

async function json(response) {
  if (!/json/.test(response.headers.get("Content-Type"))) return {};
  try { return await response.json(); } catch { return {}; }
}
