// <form data-upload data-begin data-part-bytes>: the file goes to the server part by part, with progress. A part that fails
// is sent again; a draft that was left half way (data-parts) goes on where it stopped. Files may be dropped on the form.
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const csrf = (form) => ({ "X-CSRFToken": form.elements.csrfmiddlewaretoken.value });

class Upload {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=file]");
    this.bar = form.querySelector("progress");
    form.addEventListener("submit", (event) => { if (this.input.files.length) { event.preventDefault(); this.send(this.input.files[0]); } });
    this.input.addEventListener("change", () => { if (this.input.files.length) form.requestSubmit(); });
    const over = (event) => { event.preventDefault(); form.classList.toggle("is-over", event.type === "dragover"); };
    for (const kind of ["dragover", "dragleave"]) form.addEventListener(kind, over);
    form.addEventListener("drop", (event) => { over(event); const [file] = event.dataTransfer.files; if (file) this.send(file); });
    form.querySelector("[data-stop]").addEventListener("click", () => { this.stopped = true; this.show("idle"); });
  }

  show(state, text) {
    for (const part of this.form.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
    if (text !== undefined) this.form.querySelector("[data-name]").textContent = text;
  }

  async send(file) {
    this.stopped = false;
    this.show("sending", file.name);
    try {
      const parts = this.form.dataset.parts || (await this.announce(file));
      const next = await this.sendParts(parts, file);
      if (next) location.assign(next);
    } catch { this.show("failed"); }
  }

  async announce(file) {
    const body = new URLSearchParams({ name: file.name, size: file.size });
    const response = await fetch(this.form.dataset.begin, { method: "POST", body, headers: csrf(this.form) });
    if (!response.ok) throw new Error(response.status);
    return (await response.json()).parts;
  }

  async sendParts(parts, file) {
    let { received } = await (await fetch(parts)).json();
    for (let failures = 0; !this.stopped; ) {
      this.bar.value = file.size ? received / file.size : 1;
      const part = file.slice(received, received + Number(this.form.dataset.partBytes));
      try {
        const response = await fetch(`${parts}?offset=${received}`, { method: "POST", body: part, headers: { ...csrf(this.form), "Content-Type": "application/octet-stream" } });
        if (!response.ok && response.status !== 409) throw new Error(response.status);
        const answer = await response.json();
        if (answer.next) return answer.next;
        received = answer.received;
        failures = 0;
      } catch (error) {
        if (++failures > 5) throw error;
        await pause(500 * 2 ** failures);
      }
    }
  }
}

for (const form of document.querySelectorAll("form[data-upload]")) new Upload(form);
