/** Put the focus on the error summary, so that a screen reader starts there. */
export function start(document) {
  document.querySelector("[data-fout-samenvatting]")?.focus();
}
