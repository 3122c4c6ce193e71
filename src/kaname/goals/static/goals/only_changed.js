// A form that is kept while it is typed sends only what was changed in this window, so that what somebody else typed
// meanwhile in another field stays. Without JavaScript the whole form is sent, by its button.
(() => {
  "use strict";
  const FORMS = "form[data-only-changed]";
  const kept = new WeakMap();
  const sent = new WeakMap();

  const valuesOf = (form) => {
    const found = new Map();
    for (const field of form.elements) {
      if (!field.name || field.type === "hidden" || field.type === "submit") continue;
      if (!found.has(field.name)) found.set(field.name, []);
      if ((field.type === "checkbox" || field.type === "radio") && !field.checked) continue;
      found.get(field.name).push(field.value);
    }
    return new Map([...found].map(([name, values]) => [name, values.join("\n")]));
  };

  const begin = (root) => {
    const forms = root.matches?.(FORMS) ? [root] : root.querySelectorAll(FORMS);
    for (const form of forms) if (!kept.has(form)) kept.set(form, valuesOf(form));
  };

  document.addEventListener("DOMContentLoaded", () => begin(document));
  document.addEventListener("htmx:load", (event) => begin(event.target));

  document.addEventListener("formdata", (event) => {
    const before = kept.get(event.target);
    if (!before) return;
    const now = valuesOf(event.target);
    for (const [name, value] of now) if (before.get(name) === value) event.formData.delete(name);
    sent.set(event.target, now);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target;
    if (event.detail.successful && sent.has(form)) kept.set(form, sent.get(form));
  });
})();
