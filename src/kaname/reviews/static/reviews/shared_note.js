// <shared-note src="…">: a note that keeps itself while somebody types and takes in what others write meanwhile.
// The server does the merging: it gets the text as it is now and the text that this page last knew to be kept.
// What could not be kept yet, because the network was away, waits in this tab and is there again after a reload.
const PAUSE = 800, LONGEST_PAUSE = 4000, LOOK = 2500;

customElements.define("shared-note", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.area = this.querySelector("textarea");
    this.known = this.area.defaultValue.replace(/\r\n?/g, "\n");
    this.revision = Number(this.form.elements.base.value);
    this.area.addEventListener("input", () => { this.wait(); this.plan(); });
    this.area.addEventListener("compositionstart", () => { this.composing = true; });
    this.area.addEventListener("compositionend", () => { this.composing = false; this.plan(); });
    this.area.addEventListener("blur", () => this.keep());
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.keep(); });
    this.leaving = () => { if (this.isDirty) this.send(true); };
    addEventListener("pagehide", this.leaving);
    this.looking = setInterval(() => this.look(), LOOK);
    // A browser that goes back shows the page as it once came.
    if (this.resume()) this.keep(); else this.look();
  }
  disconnectedCallback() {
    clearInterval(this.looking);
    clearTimeout(this.waiting);
    removeEventListener("pagehide", this.leaving);
  }
  get isDirty() { return this.area.value !== this.known; }
  get waitingKey() { return `note ${this.getAttribute("src")}`; }

  // What is typed and not kept yet, with what it began from.
  wait() {
    const { known, revision } = this;
    if (this.isDirty) sessionStorage.setItem(this.waitingKey, JSON.stringify({ text: this.area.value, known, revision }));
    else sessionStorage.removeItem(this.waitingKey);
  }
  resume() {
    const left = JSON.parse(sessionStorage.getItem(this.waitingKey) ?? "null");
    sessionStorage.removeItem(this.waitingKey);
    if (!left || left.text === this.known) return false;
    Object.assign(this, { known: left.known, revision: left.revision });
    this.area.value = left.text;
    this.wait();
    return true;
  }

  plan() {
    this.firstTyped ??= Date.now();
    clearTimeout(this.waiting);
    const left = LONGEST_PAUSE - (Date.now() - this.firstTyped);
    this.waiting = setTimeout(() => this.keep(), Math.max(0, Math.min(PAUSE, left)));
  }
  async keep() {
    if (this.busy || this.composing || !this.isDirty) return;
    this.busy = true;
    this.firstTyped = undefined;
    clearTimeout(this.waiting);
    const sent = this.area.value;
    this.say("keeping");
    try {
      const answer = await this.send(false);
      if (answer.status === 422) { this.say("refused", (await answer.json()).message); this.refused = sent; }
      else if (answer.ok) this.take(await answer.json(), sent);
      else throw new Error(answer.statusText);
    } catch {
      this.say("failed");
      this.failed = true;
      this.waiting = setTimeout(() => this.keep(), LONGEST_PAUSE);
      this.busy = false;
      return;
    }
    this.busy = false;
    if (this.isDirty && this.area.value !== this.refused) this.plan();
  }
  send(leaving) {
    const body = new URLSearchParams(new FormData(this.form));
    body.set("base", this.revision);
    body.set("base_text", this.known);
    // What outlives its page may be 64 kB at most.
    const outlives = leaving && String(body).length < 60000;
    if (outlives && navigator.onLine && !this.failed) sessionStorage.removeItem(this.waitingKey);
    return fetch(this.getAttribute("src"), { method: "POST", body, headers: { Accept: "application/json" }, keepalive: outlives });
  }
  // What was sent is part of the answer. Whoever typed on meanwhile keeps typing: their words go along the next time.
  take({ revision, text }, sent) {
    this.say("kept");
    this.failed = false;
    if (this.area.value !== sent || this.composing) { this.known = sent; this.wait(); return; }
    this.known = text;
    this.revision = revision;
    this.form.elements.base.value = revision;
    this.show(text);
    this.wait();
  }
  // Puts a text in place and keeps the cursor at the words where it was.
  show(text) {
    const old = this.area.value;
    if (text === old) return;
    let head = 0, tail = 0;
    while (head < Math.min(old.length, text.length) && old[head] === text[head]) head += 1;
    while (tail < Math.min(old.length, text.length) - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
    const moved = (place) => (place <= head ? place : place >= old.length - tail ? place + text.length - old.length : Math.min(place, text.length - tail));
    const { selectionStart, selectionEnd, scrollTop } = this.area;
    const focused = document.activeElement === this.area;
    this.area.value = text;
    if (focused) this.area.setSelectionRange(moved(selectionStart), moved(selectionEnd));
    this.area.scrollTop = scrollTop;
  }
  async look() {
    if (document.hidden || this.busy || this.composing) return;
    if (this.isDirty) { if (!this.waiting && this.area.value !== this.refused) this.plan(); return; }
    this.busy = true;
    const before = this.area.value;
    try {
      const answer = await fetch(`${this.getAttribute("src")}?since=${this.revision}`, { headers: { Accept: "application/json" } });
      if (answer.status === 200 && !answer.redirected) {
        const { revision, text } = await answer.json();
        if (this.area.value === before) {
          this.known = text;
          this.revision = revision;
          this.form.elements.base.value = revision;
          this.show(text);
        }
      }
    } catch { /* the next look tries again */ }
    this.busy = false;
  }
  say(state, words) {
    for (const part of this.querySelectorAll("[data-state]")) {
      part.hidden = part.dataset.state !== state;
      if (!part.hidden && words) part.textContent = words;
    }
  }
});
