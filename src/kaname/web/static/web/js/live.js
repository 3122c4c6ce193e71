// <live-part id src token> fetches its page again when the server says that facts have changed, one request at a time.
// One stream serves all parts of a page; where it fails the part looks every 15 seconds.
(() => {
  const POLL = 15000;
  const badges = () => document.querySelectorAll("live-badge");
  const stream = { source: null, timer: 0, token: "", parts: new Set() };

  const open = () => {
    if (document.hidden || stream.source || !stream.parts.size) return;
    stream.source = new EventSource(`/live/events/?since=${encodeURIComponent(stream.token)}`);
    stream.source.addEventListener("open", () => { clearInterval(stream.timer); stream.timer = 0; state(false); });
    stream.source.addEventListener("changed", (event) => { stream.token = event.lastEventId; refresh(); });
    stream.source.addEventListener("error", () => { if (!stream.timer) { state(true); stream.timer = setInterval(poll, POLL); } });
  };
  const shut = () => { stream.source?.close(); stream.source = null; clearInterval(stream.timer); stream.timer = 0; };
  const poll = async () => {
    if (stream.source?.readyState === EventSource.CLOSED) { stream.source = null; }
    const answer = await fetch("/live/").then((response) => response.json()).catch(() => null);
    if (answer && answer.token !== stream.token) { stream.token = answer.token; refresh(); }
    if (!stream.source) { const timer = stream.timer; stream.timer = 0; clearInterval(timer); open(); }
  };
  const refresh = () => { for (const part of stream.parts) part.refresh(); };
  const state = (polling) => { for (const badge of badges()) badge.polling = polling; };
  document.addEventListener("visibilitychange", () => (document.hidden ? shut() : open()));

  customElements.define("live-part", class extends HTMLElement {
    connectedCallback() { stream.token ||= this.getAttribute("token"); stream.parts.add(this); open(); }
    disconnectedCallback() { stream.parts.delete(this); if (!stream.parts.size) shut(); }
    async refresh() {
      if (this.busy) { this.again = true; return; }
      this.busy = true;
      try {
        await htmx.ajax("GET", this.getAttribute("src"), { source: this, target: this, swap: "morph:innerHTML" });
        for (const badge of badges()) badge.renewed();
      } catch { /* the next change or poll tries again */ }
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
