// What a page gains from JavaScript: menus that close, links that open as dialogs, the palette, messages as toasts.
(() => {
  const find = (selector, from = document) => from.querySelector(selector);

  // Menus: <details data-closes> closes on a click elsewhere and on Escape.
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details[data-closes][open]")) if (!menu.contains(except)) menu.open = false;
  };
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("details[data-closes][open]");
    closeMenus(null);
    menu?.querySelector("summary").focus();
  });

  // <a data-dialog>: the linked page's own heading and content, in a dialog. Its form posts as on the page.
  const openDialog = async (link) => {
    const response = await fetch(link.href, { headers: { "X-Requested-With": "dialog" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const [head, content] = [find("main .k-head-words", page), find("main form", page)];
    if (!response.ok || !head || !content) return location.assign(link.href);
    find("h1", head).id = "k-dialog-title";
    head.className = "k-head";
    const dialog = find("#k-dialog");
    const body = find("#k-dialog-body");
    body.replaceChildren(head, ...[...content.parentElement.children].filter((part) => part !== head && !part.matches(".k-head, .k-messages")));
    for (const form of body.querySelectorAll("form:not([action])")) form.action = link.href;
    htmx.process(body);
    keepDrafts(body, true);
    dialog.showModal();
    find("[autofocus], input:not([type=hidden]), select, textarea, .btn", body)?.focus();
  };
  document.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target.closest("a[data-dialog]");
    if (link) { event.preventDefault(); openDialog(link).catch(() => location.assign(link.href)); }
    if (event.target.closest("dialog [data-dialog-close]")) { event.preventDefault(); event.target.closest("dialog").close(); }
    if (event.target.matches("dialog")) event.target.close();
  });

  // Palette: Ctrl/⌘ K, arrows move, Enter opens.
  const apple = /Mac|iPhone|iPad/.test(navigator.platform);
  for (const key of document.querySelectorAll("kbd[data-shortcut]")) key.textContent = (apple ? "⌘ " : "Ctrl ") + key.dataset.shortcut;
  const openPalette = () => {
    const palette = find("#k-palette");
    if (!palette || palette.open) return;
    palette.showModal();
    const input = find("input", palette);
    input.select();
    if (!find(".k-hits a", palette)) htmx.trigger(input, "palette");
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && find("#k-palette")) { event.preventDefault(); openPalette(); }
    const palette = event.target.closest?.("#k-palette, .k-palette-page");
    if (!palette) return;
    const stops = [find("input", palette), ...palette.querySelectorAll(".k-hits a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus(); }
    // A search field would empty itself first, in some order with the closing: what was looked for stays.
    if (event.key === "Escape" && palette.close) { event.preventDefault(); palette.close(); }
    if (event.key === "Enter" && event.target === stops[0] && stops[1]) { event.preventDefault(); stops[1].click(); }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]") && find("#k-palette")) { event.preventDefault(); openPalette(); }
  });

  // Messages: those that came with the page stay in place; those that came later, and success, also leave by themselves.
  const toast = (text, kind) => {
    const note = find("#k-toast").content.firstElementChild.cloneNode(true);
    note.classList.add(kind);
    find("span", note).textContent = text;
    find("button", note).addEventListener("click", () => note.remove());
    find("#k-toasts").append(note);
    if (kind === "alert-success") setTimeout(() => note.remove(), 6000);
  };
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.target.id !== "k-messages") return;
    for (const message of [...event.target.children]) { toast(message.textContent.trim(), [...message.classList].find((name) => name.startsWith("alert-"))); message.remove(); }
  });
  let leaving = false; // going to another page breaks requests off, which is no trouble
  addEventListener("beforeunload", () => { leaving = true; });
  const trouble = () => leaving || toast(find("#k-trouble").content.textContent.trim(), "alert-danger");
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"])
    document.addEventListener(failure, (event) => { if (!event.target.closest("live-part")) trouble(); });

  // An answer that is a whole page (signed out meanwhile) is gone to, not put into a part of this one.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (/^\s*<!doctype html/i.test(event.detail.xhr.responseText)) { event.detail.shouldSwap = false; location.assign(event.detail.xhr.responseURL); }
  });

  // Live parts change in place: what is open stays open, what has focus keeps what was typed, a chart draws itself
  // from the options beside it and keeps its drawing.
  Idiomorph.defaults.ignoreActiveValue = true;
  Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) => !(name === "open" && node.matches("details, dialog"));
  Idiomorph.defaults.callbacks.beforeNodeMorphed = (node, wanted) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return true;
    if (node.matches("kpi-chart") && wanted.matches?.("kpi-chart")) for (const { name, value } of wanted.attributes) node.setAttribute(name, value);
    return !(node.matches("kpi-chart, live-badge") || (node.matches("form") && node.contains(document.activeElement)));
  };

  // <form data-draft="KEY">: what was typed survives a reload in this tab, until it is sent or cancelled. Never passwords
  // or files. With data-draft-redraw="ACTION" the server draws the form anew: what was typed decides which fields it has.
  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type));
  const choice = (field) => ["checkbox", "radio"].includes(field.type);
  const typed = (form) => form.dataset.draftRedraw
    ? [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string")
    : fieldsOf(form).map((field) => [field.name, choice(field) ? field.checked : field.value]);
  const redraw = (form, kept) => {
    const values = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, action: form.dataset.draftRedraw };
    for (const [name, value] of kept) if (name !== "action") (values[name] ??= []).push(value);
    htmx.ajax("POST", form.getAttribute("hx-post"), { target: form.getAttribute("hx-target"), swap: form.getAttribute("hx-swap"), values });
  };
  const refill = (form, kept) => {
    for (const [index, field] of fieldsOf(form).entries()) {
      if (kept[index]?.[0] !== field.name) continue;
      if (choice(field)) field.checked = kept[index][1]; else field.value = kept[index][1];
    }
  };
  const keepDrafts = (part, restore) => {
    for (const form of [part, ...part.querySelectorAll("form[data-draft]")].filter((one) => one.matches?.("form[data-draft]"))) {
      const key = `draft ${form.dataset.draft}`;
      const keep = () => sessionStorage.setItem(key, JSON.stringify(typed(form)));
      const forget = () => sessionStorage.removeItem(key);
      const kept = restore && !form.querySelector("[aria-invalid]") && JSON.parse(sessionStorage.getItem(key) ?? "null");
      if (kept) (form.dataset.draftRedraw ? redraw : refill)(form, kept);
      if (!restore) keep();
      form.addEventListener("input", keep);
      form.addEventListener("submit", forget);
      find(".card-footer a", form)?.addEventListener("click", forget);
    }
  };
  keepDrafts(document, true);
  // A form that the server sent back holds what was typed already.
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) keepDrafts(event.target, false); });

  // Settings on a phone: the strip of pages begins where one is.
  for (const strip of document.querySelectorAll(".k-settings-list")) {
    const here = find("[aria-current]", strip);
    if (here) strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
  }

  // <button data-copy="ID"> copies what stands in an input; shown only where that works.
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value));
  }
})();
