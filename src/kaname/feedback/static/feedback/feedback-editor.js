// <feedback-editor src="…"> around a textarea: while somebody types, the server says which passages deserve a second look;
// they are painted under the words, and its buttons put the rewording in or leave the passage as it is.
// Without JavaScript the same buttons send the form. Nothing here keeps anybody from sending.
const PAUSE = 600;
// What of the textarea's type decides where its lines break.
const TYPE = ["font-family", "font-size", "font-weight", "font-feature-settings", "font-kerning", "letter-spacing", "line-height", "word-spacing", "text-spacing-trim"];

customElements.define("feedback-editor", class extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.area = this.querySelector("textarea");
    this.under = document.createElement("div");
    this.under.className = `${this.area.className} f-under`;
    this.under.setAttribute("aria-hidden", "true");
    this.area.before(this.under);
    this.area.addEventListener("input", () => { this.paint(); this.plan(); });
    this.area.addEventListener("scroll", () => { this.under.scrollTop = this.area.scrollTop; });
    this.form.addEventListener("change", (event) => { if (event.target !== this.area) this.plan(); });
    // Whoever sends the form sends everything: a look that comes later would keep a draft of what is sent.
    this.form.addEventListener("submit", () => { clearTimeout(this.waiting); this.asking?.abort(); this.leaving = true; });
    this.addEventListener("click", this);
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this.area);
    this.paint();
  }
  disconnectedCallback() {
    clearTimeout(this.waiting);
    this.sizes.disconnect();
  }
  get list() { return this.querySelector("[data-marks]"); }

  plan() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), PAUSE);
  }
  async look() {
    if (this.leaving) return;
    this.asking?.abort();
    this.asking = new AbortController();
    const asked = this.area.value;
    const body = new URLSearchParams(new FormData(this.form));
    try {
      const answer = await fetch(this.getAttribute("src"), { method: "POST", body, signal: this.asking.signal });
      if (!answer.ok || answer.redirected) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-marks]");
      // Words typed meanwhile have moved the places; the next look is planned already.
      if (!found || this.area.value !== asked) return;
      if (found.innerHTML.trim() !== this.list.innerHTML.trim()) this.list.innerHTML = found.innerHTML;
      this.paint();
    } catch { /* The network is away: the words stay, the marks come with the next look. */ }
  }
  // Marks whose passage still stands where it was.
  marks() {
    const text = this.area.value;
    return [...this.list.querySelectorAll("[data-start]")].map(({ dataset }) => ({
      start: Number(dataset.start), end: Number(dataset.end), passage: dataset.passage, painted: !("ofAll" in dataset),
    })).filter((mark) => mark.painted && text.slice(mark.start, mark.end) === mark.passage.replace(/\r\n/g, "\n"))
      .sort((one, other) => one.start - other.start);
  }
  paint() {
    const text = this.area.value;
    const parts = [];
    let at = 0;
    for (const { start, end } of this.marks()) {
      if (start < at) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      parts.push(text.slice(at, start), mark);
      at = end;
    }
    this.under.replaceChildren(...parts, `${text.slice(at)}\n`);
    this.fit();
  }
  fit() {
    const type = getComputedStyle(this.area);
    for (const name of TYPE) this.under.style.setProperty(name, type.getPropertyValue(name));
    this.under.style.setProperty("width", `${this.area.offsetWidth}px`);
    this.under.style.setProperty("height", `${this.area.offsetHeight}px`);
    this.under.style.setProperty("padding-right", `calc(${getComputedStyle(this.area).paddingRight} + ${this.bar}px)`);
    this.under.scrollTop = this.area.scrollTop;
  }
  // The width of the scroll bar, which narrows the lines of the textarea.
  get bar() {
    const { borderLeftWidth, borderRightWidth } = getComputedStyle(this.area);
    return Math.max(0, this.area.offsetWidth - this.area.clientWidth - parseFloat(borderLeftWidth) - parseFloat(borderRightWidth));
  }
  handleEvent(event) {
    const button = event.target.closest("button[name='use'], button[name='leave']");
    if (!button) return;
    event.preventDefault();
    const mark = button.closest("[data-start]");
    if (button.name === "leave") this.leave(button.value);
    else this.use(mark.dataset);
    mark.remove();
    this.area.focus();
    this.paint();
    this.look();
  }
  leave(key) {
    const kept = document.createElement("input");
    Object.assign(kept, { type: "hidden", name: "left", value: key });
    this.querySelector("[data-left]").append(kept);
  }
  use({ start, end, rewording, where, gap }) {
    const from = Number(where === "after" ? end : start), to = Number(where === "before" ? start : end);
    const words = where === "instead" ? rewording : where === "before" ? rewording + gap : gap + rewording;
    this.area.setRangeText(words, from, to, "end");
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
