// <kpi-tree> around nested lists: one tree for the keyboard. Arrows move, Enter opens what a node is made of, Delete
// removes, Alt with an arrow moves a node among its siblings. Without it the same links and buttons are there.
(() => {
  let here = ""; // the node to go on from when the tree is drawn anew

  class KpiTree extends HTMLElement {
    connectedCallback() {
      this.items = [...this.querySelectorAll("[data-node]")];
      const root = this.querySelector("ul");
      root.setAttribute("role", "tree");
      root.setAttribute("aria-label", this.dataset.label);
      for (const part of root.querySelectorAll("ul, li")) part.setAttribute("role", part.matches("ul") ? "group" : "none");
      for (const item of this.items) this.dress(item);
      const kept = here && (this.items.find((item) => item.id === here) ?? this.items[0]);
      (kept || this.items[0])?.setAttribute("tabindex", "0");
      if (kept) kept.focus();
      here = "";
      this.addEventListener("keydown", this);
      this.addEventListener("focusin", this);
    }
    dress(item) {
      const { level, place, siblings } = item.dataset;
      const below = item.nextElementSibling;
      const says = { role: "treeitem", tabindex: "-1", "aria-level": level, "aria-posinset": place, "aria-setsize": siblings };
      for (const [name, value] of Object.entries(says)) item.setAttribute(name, value);
      if (below) { item.setAttribute("aria-expanded", "true"); item.setAttribute("aria-owns", below.id); }
    }
    handleEvent(event) {
      if (event.type === "focusin") this.stand(event.target.closest("[data-node]"));
      else if (event.target.matches("[data-node]")) this.press(event, event.target);
    }
    stand(item) {
      for (const one of this.items) one.setAttribute("tabindex", one === item ? "0" : "-1");
    }
    press(event, item) {
      if (event.ctrlKey || event.metaKey || event.isComposing) return;
      const moves = {
        ArrowDown: () => this.items[this.items.indexOf(item) + 1],
        ArrowUp: () => this.items[this.items.indexOf(item) - 1],
        ArrowRight: () => item.nextElementSibling?.querySelector("[data-node]"),
        ArrowLeft: () => item.closest("ul").previousElementSibling,
        Home: () => this.items[0],
        End: () => this.items.at(-1),
      };
      const acts = event.altKey
        ? { ArrowUp: "[data-up]", ArrowDown: "[data-down]" }
        : { Enter: "[data-open]", Delete: "[data-remove]" };
      if (acts[event.key]) { event.preventDefault(); item.querySelector(acts[event.key])?.click(); }
      else if (moves[event.key] && !event.altKey) { event.preventDefault(); moves[event.key]()?.focus(); }
    }
  }
  customElements.define("kpi-tree", KpiTree);

  // What a dialog saved is drawn into the tree below it: the dialog goes, and its node has the focus again.
  document.addEventListener("kpi-tree", () => document.querySelector("#k-dialog[open]")?.close());
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id !== "tree") return;
    const active = document.activeElement;
    here = active.closest("[data-node]")?.id ?? active.dataset.back ?? active.closest("#tree")?.id ?? "";
  });
})();
