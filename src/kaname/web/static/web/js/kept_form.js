// <kept-form src="…"> around a form that keeps itself while somebody types. Hidden fields say what this page last knew to be
// kept, so that the server never writes over another window's words; its answer names their new values. What it refuses
// stays in the form. Fields with data-unkept go along only when the form is sent by hand.
const PAUSE = 1000, AGAIN = 5000;

customElements.define("kept-form", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.known = this.typed();
    this.form.addEventListener("input", ({ target }) => { if (!("unkept" in target.dataset)) this.plan(PAUSE); });
    this.form.addEventListener("focusout", () => this.keep());
    this.form.addEventListener("submit", (event) => this.handIn(event));
    this.leaving = () => { if (this.isDirty && !this.submitted) this.send(true); };
    addEventListener("pagehide", this.leaving);
  }
  disconnectedCallback() {
    clearTimeout(this.waiting);
    removeEventListener("pagehide", this.leaving);
  }
  typed() {
    const fields = this.form.querySelectorAll("textarea, select, input:not([type=hidden])");
    return JSON.stringify([...fields].filter((field) => !("unkept" in field.dataset)).map((field) => field.value));
  }
  get isDirty() { return this.typed() !== this.known; }

  plan(pause) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(), pause);
  }
  // Whoever submits sends everything themselves, after what is on its way: its answer says what the page knows to be kept.
  handIn(event) {
    clearTimeout(this.waiting);
    if (this.busy) {
      event.preventDefault();
      if (!this.submitted) this.keeping.then(() => this.form.requestSubmit(event.submitter));
    }
    this.submitted = true;
  }
  keep() {
    if (this.busy || this.submitted || !this.isDirty || this.typed() === this.refused) return;
    this.busy = true;
    this.keeping = this.kept();
  }
  async kept() {
    const sent = this.typed();
    this.say("keeping");
    try {
      const answer = await this.send(false);
      if (answer.status === 422) { this.refused = sent; this.say("refused", (await answer.json()).message); }
      else if (answer.ok && !answer.redirected) {
        for (const [name, value] of Object.entries((await answer.json()).hidden)) {
          if (this.form.elements[name]) this.form.elements[name].value = value;
        }
        this.known = sent;
        this.say("kept");
      } else throw new Error(answer.statusText);
    } catch {
      this.say("failed");
      if (!this.submitted) this.plan(AGAIN);
    }
    this.busy = false;
    if (this.isDirty && !this.submitted && this.typed() !== this.refused) this.plan(PAUSE);
  }
  send(leaving) {
    const body = new URLSearchParams(new FormData(this.form));
    // What outlives its page may be 64 kB at most.
    const outlives = leaving && String(body).length < 60000;
    return fetch(this.getAttribute("src"), { method: "POST", body, headers: { Accept: "application/json" }, keepalive: outlives });
  }
  say(state, words) {
    for (const part of this.querySelectorAll("[data-state]")) {
      part.hidden = part.dataset.state !== state;
      if (!part.hidden && words) part.textContent = words;
    }
  }
});
