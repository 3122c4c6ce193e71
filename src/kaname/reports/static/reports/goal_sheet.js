// <goal-sheet src="…">: a form of cells that keeps itself. Each cell is sent with what this page last knew to be kept, so
// that the server never writes over what somebody else wrote meanwhile.
const PAUSE = 1200, AGAIN = 5000;

customElements.define("goal-sheet", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.known = this.typed();
    this.form.addEventListener("input", (event) => { if (event.target.name !== "note") this.plan(PAUSE); });
    this.form.addEventListener("submit", () => { this.leaving = true; clearTimeout(this.waiting); });
    this.hiding = () => { if (this.isDirty && !this.leaving) this.send(true); };
    addEventListener("pagehide", this.hiding);
  }
  disconnectedCallback() {
    clearTimeout(this.waiting);
    removeEventListener("pagehide", this.hiding);
  }
  fields() { return [...this.form.querySelectorAll("textarea, select, input:not([type=hidden])")].filter((one) => one.name !== "note"); }
  typed() { return JSON.stringify(this.fields().map((one) => one.value)); }
  get isDirty() { return this.typed() !== this.known; }

  plan(pause) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(), pause);
  }
  async keep() {
    if (this.busy || this.leaving || !this.isDirty || this.typed() === this.refused) return;
    this.busy = true;
    const sent = this.typed();
    this.say("keeping");
    try {
      const answer = await this.send(false);
      if (answer.status === 422) { this.refused = sent; this.say("refused", (await answer.json()).message); }
      else if (answer.ok && !answer.redirected) {
        const { seen } = await answer.json();
        for (const [code, text] of Object.entries(seen)) {
          const field = this.form.elements[`seen-${code}`];
          if (field) field.value = text;
        }
        this.known = sent;
        this.say("kept");
      } else throw new Error(answer.statusText);
    } catch {
      this.say("failed");
      this.plan(AGAIN);
    }
    this.busy = false;
    if (this.isDirty && this.typed() !== this.refused) this.plan(PAUSE);
  }
  send(hiding) {
    const body = new URLSearchParams(new FormData(this.form));
    return fetch(this.getAttribute("src"), { method: "POST", body, headers: { Accept: "application/json" }, keepalive: hiding && String(body).length < 60000 });
  }
  say(state, words) {
    for (const part of this.querySelectorAll("[data-state]")) {
      part.hidden = part.dataset.state !== state;
      if (!part.hidden && words) part.textContent = words;
    }
  }
});
