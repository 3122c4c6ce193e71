// <print-page> in a page: paper is white and cannot be unfolded, so that everything is open and light while it prints.
// With at-once the print dialog opens when the page has been drawn.
customElements.define("print-page", class extends HTMLElement {
  connectedCallback() {
    const root = document.documentElement;
    let theme = root.dataset.bsTheme;
    addEventListener("beforeprint", () => {
      theme = root.dataset.bsTheme;
      root.dataset.bsTheme = "light";
      for (const part of document.querySelectorAll("main details:not([data-closes])")) part.open = true;
    });
    addEventListener("afterprint", () => { root.dataset.bsTheme = theme; });
    if (this.hasAttribute("at-once")) addEventListener("load", () => setTimeout(() => print(), 300), { once: true });
  }
});
