// Before the first paint: a page whose theme is "auto" looks like the device, and follows it when it changes.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    if (root.dataset.theme !== "auto") return;
    root.dataset.bsTheme = dark.matches ? "dark" : "light";
    for (const part of document.querySelectorAll("[data-theme-follows]")) part.dataset.bsTheme = root.dataset.bsTheme;
  };
  follow();
  dark.addEventListener("change", follow);
  document.addEventListener("DOMContentLoaded", follow);
})();
