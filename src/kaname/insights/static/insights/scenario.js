// <tied-slider for="ID" suffix="%"> around a range input: it and the number field with that id follow each other, and
// moving it sends the form. Without JavaScript the slider is not shown, and the field is typed in.
customElements.define("tied-slider", class extends HTMLElement {
  connectedCallback() {
    this.slider = this.querySelector("input[type=range]");
    this.field = document.getElementById(this.getAttribute("for"));
    if (!this.slider || !this.field) return;
    this.hidden = false;
    this.slider.addEventListener("input", () => {
      this.field.value = this.slider.value + (this.getAttribute("suffix") ?? "");
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    this.field.addEventListener("input", (event) => {
      const number = Number.parseFloat(this.field.value.replaceAll(",", ""));
      if (event.isTrusted) this.slider.value = Number.isNaN(number) ? this.slider.defaultValue : number;
    });
  }
});
