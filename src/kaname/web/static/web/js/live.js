// <live-part id src token> fetches its page again when the server says that facts have changed, one request at a time.
// One stream serves all parts of a page. While it fails the page looks every 15 seconds, and tries the stream again.
(() => {
  const POLL = 15000, PATIENCE = 2;
  const parts = new Set();
  const badges = () => document.querySelectorAll("live-badge");
  const refresh = () => {
    for (const part of parts) part.refresh();
    document.dispatchEvent(new Event("kaname:changed"));
  };
  const say = (polling) => { for (const badge of badges()) badge.polling = polling; };
  let source = null, failures = 0, token = "", timer = 0;

  const open = () => {
    if (source || document.hidden || !parts.size) return;
    source = new EventSource(`/live/events/?since=${encodeURIComponent(token)}`);
    source.addEventListener("open", () => { failures = 0; clearInterval(timer); timer = 0; say(false); });
    source.addEventListener("changed", (event) => { token = event.lastEventId; refresh(); });
    source.addEventListener("error", () => {
      failures += 1;
      if (source.readyState === EventSource.CLOSED || failures > PATIENCE) { source.close(); source = null; }
      if (!timer) { timer = setInterval(poll, POLL); say(true); }
    });
  };
  const shut = () => { source?.close(); source = null; failures = 0; clearInterval(timer); timer = 0; };
  const poll = async () => {
    const answer = await fetch("/live/").then((response) => response.json()).catch(() => null);
    if (answer && answer.token !== token) { token = answer.token; refresh(); }
    if (answer) open();
  };
  document.addEventListener("kaname:refresh", refresh);
  document.addEventListener("visibilitychange", () => (document.hidden ? shut() : open()));

  customElements.define("live-part", class extends HTMLElement {
    connectedCallback() { token ||= this.getAttribute("token"); parts.add(this); open(); }
    disconnectedCallback() { parts.delete(this); if (!parts.size) shut(); }
    async refresh() {
      if (this.busy) { this.again = true; return; }
      this.busy = true;
      try {
        await htmx.ajax("GET", this.getAttribute("src"), { source: this, target: this, swap: "morph:innerHTML" });
        for (const badge of badges()) badge.renewed();
      } catch { /* the next change or look tries again */ }
      this.busy = false;
      if (this.again) { this.again = false; this.refresh(); }
    }
  });

  // <live-badge> holds its sentences ready as text of the page and fills in the number.
  customElements.define("live-badge", class extends HTMLElement {
    connectedCallback() { this.hidden = false; this.renewed(); this.timer = setInterval(() => this.show(), 1000); }
    disconnectedCallback() { clearInterval(this.timer); }
    set polling(value) { this.isPolling = value; this.show(); }
    renewed() { this.at = Date.now(); this.show(); }
    show() {
      const seconds = Math.floor((Date.now() - this.at) / 1000);
      const name = this.isPolling ? "polling" : seconds < 1 ? "fresh" : seconds < 60 ? "seconds" : "minutes";
      for (const sentence of this.querySelectorAll("[data-state]")) {
        sentence.hidden = sentence.dataset.state !== name;
        sentence.dataset.pattern ??= sentence.textContent;
        if (!sentence.hidden) sentence.textContent = sentence.dataset.pattern.replace("{n}", name === "minutes" ? Math.floor(seconds / 60) : seconds);
      }
    }
  });
})();
