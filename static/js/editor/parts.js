// Words and pieces of markup come from one <template>, translated by the server.
const template = () => document.getElementById("editor-parts");

export const words = new Proxy({}, { get: (_, name) => template()?.dataset[name] || "" });

export function part(name) {
  return document.importNode(template().content.querySelector(`[data-part="${name}"]`), true);
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
