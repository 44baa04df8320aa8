// Saves the form to the server while one writes; what the server does not have yet is kept in the browser.
import { forgetMine, keep, typed } from "./drafts.js";
import { post, token } from "./server.js";
import { uploaded } from "./files.js";

const PAUSE = 3000, LONGEST = 10_000, TIMEOUT = 20_000;
const RETRY = 5000, LAST_RETRY = 60_000;
const KEEPALIVE_LIMIT = 60_000; // browsers allow 64 KB

export class Autosave {
  constructor(form, field, show) {
    Object.assign(this, { form, field, show, delay: RETRY, since: 0 });
    const fresh = !("unsaved" in form.dataset) && field.value === field.defaultValue;
    this.saved = fresh ? typed(form) : "";
    for (const name of ["input", "change"]) form.addEventListener(name, () => this.later());
    form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("online", () => this.dirty && this.save());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", () => { this.submitting = false; });
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
    addEventListener("beforeunload", (event) => this.dirty && !this.submitting && this.worthy() && event.preventDefault());
  }

  get dirty() {
    return typed(this.form) !== this.saved;
  }

  get version() {
    return this.form.elements.version;
  }

  // Nothing is made for an empty page; a draft that exists may be emptied.
  worthy() {
    return this.version?.value || this.field.value.trim() || this.form.elements.title?.value.trim();
  }

  later(wait) {
    clearTimeout(this.timer);
    if (!this.dirty) return;
    this.since ||= Date.now();
    this.timer = setTimeout(() => this.save(), wait ?? Math.max(0, Math.min(PAUSE, this.since + LONGEST - Date.now())));
  }

  save(options) {
    return this.running ??= this.send(options).finally(() => { this.running = null; });
  }

  async send(options) {
    clearTimeout(this.timer);
    if (this.stopped || this.submitting || !this.dirty || !this.worthy()) return;
    if ("composing" in this.field.dataset) { this.since = 0; this.later(); return; }
    const now = typed(this.form);
    const kept = keep(this.form, now) ? "local" : "unsaved";
    if (!this.form.dataset.autosaveUrl) { this.show(kept); return; }
    // A text whose answer was lost goes again as it was: the server knows it by its words.
    const sent = this.unsure || { now, body: this.body() };
    try {
      const signal = AbortSignal.timeout(TIMEOUT);
      this.answered(await post(this.form.dataset.autosaveUrl, sent.body, this.form, { signal, ...options }), sent, kept);
    } catch (error) {
      if (!/^(TypeError|TimeoutError|AbortError)$/.test(error.name)) throw error;
      this.unsure = sent;
      this.again(kept);
    }
  }

  body() {
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    return body;
  }

  answered({ status, response, data }, sent, kept) {
    if (status < 300 && data.version !== undefined) return this.accept(data, sent);
    this.unsure = null;
    if (status === 409) {
      this.stopped = true;
      this.show("conflict", data);
    } else if (status === 401 || status === 403) {
      this.again("signedOut", LAST_RETRY);
    } else if (status === 429 || status >= 500) {
      this.again(kept, 1000 * response.headers.get("Retry-After"));
    } else {
      this.since = 0;
      this.show("failed", data);
    }
  }

  accept(data, sent) {
    const { form } = this;
    forgetMine(form);
    Object.assign(this, { saved: sent.now, unsure: null, delay: RETRY, since: 0, touched: true });
    if (this.version) this.version.value = data.version;
    if (data.autosave_url && data.autosave_url !== form.dataset.autosaveUrl) {
      form.dataset.autosaveUrl = data.autosave_url;
      if (data.draft_url) {
        form.action = data.draft_url;
        history.replaceState(history.state, "", data.draft_url);
      }
    }
    this.show("saved", data);
    this.later();
  }

  again(state, wait = 0) {
    this.show(state);
    this.later(Math.max(wait, this.delay));
    this.delay = Math.min(2 * this.delay, LAST_RETRY);
  }

  leave() {
    if (this.stopped || this.submitting || !this.dirty || !this.worthy()) return;
    keep(this.form, typed(this.form));
    this.save({ keepalive: new Blob([typed(this.form)]).size < KEEPALIVE_LIMIT });
  }

  // A save or a file on its way would change the version or the text after the form has gone.
  submit(event) {
    if (event.defaultPrevented) return;
    const files = uploaded(this.form);
    if (this.running || files) {
      event.preventDefault();
      // After the timer that lets a refused form be sent again (forms.js).
      if (!this.waiting) Promise.allSettled([this.running, files]).then(() => setTimeout(() => {
        this.waiting = false;
        this.form.requestSubmit(event.submitter);
      }));
      this.waiting = true;
      return;
    }
    clearTimeout(this.timer);
    this.submitting = true;
    setTimeout(() => { this.submitting = false; }, LONGEST);
    const field = this.form.elements.csrfmiddlewaretoken;
    if (field) field.value = token(this.form);
    keep(this.form, typed(this.form), true);
  }
}
