// <daily-draft src="…">: a form that keeps itself as a draft while somebody types. The server counts what it kept, so that
// another window's words are never overwritten unseen; what it refuses stays in the form.
const PAUSE = 1000, AGAIN = 5000;

customElements.define("daily-draft", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.known = this.typed();
    this.form.addEventListener("input", () => this.plan(PAUSE));
    this.form.addEventListener("focusout", () => this.keep());
    // Whoever submits sends everything themselves.
    this.form.addEventListener("submit", () => { this.leavingByForm = true; clearTimeout(this.waiting); });
    this.leaving = () => { if (this.isDirty && !this.leavingByForm) this.send(true); };
    addEventListener("pagehide", this.leaving);
  }
  disconnectedCallback() {
    clearTimeout(this.waiting);
    removeEventListener("pagehide", this.leaving);
  }
  typed() { return JSON.stringify([...this.querySelectorAll("textarea")].map((area) => area.value)); }
  get isDirty() { return this.typed() !== this.known; }

  plan(pause) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(), pause);
  }
  async keep() {
    if (this.busy || this.leavingByForm || !this.isDirty || this.typed() === this.refused) return;
    this.busy = true;
    const sent = this.typed();
    this.say("keeping");
    try {
      const answer = await this.send(false);
      if (answer.status === 422) { this.refused = sent; this.say("refused", (await answer.json()).message); }
      else if (answer.ok && !answer.redirected) {
        this.known = sent;
        this.form.elements.revision.value = (await answer.json()).revision;
        this.say("kept");
      } else throw new Error(answer.statusText);
    } catch {
      this.say("failed");
      this.plan(AGAIN);
    }
    this.busy = false;
    if (this.isDirty && this.typed() !== this.refused) this.plan(PAUSE);
  }
  send(leaving) {
    const body = new URLSearchParams(new FormData(this.form));
    return fetch(this.getAttribute("src"), { method: "POST", body, headers: { Accept: "application/json" }, keepalive: leaving && String(body).length < 60000 });
  }
  say(state, words) {
    for (const part of this.querySelectorAll("[data-state]")) {
      part.hidden = part.dataset.state !== state;
      if (!part.hidden && words) part.textContent = words;
    }
  }
});
