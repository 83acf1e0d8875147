// A link that jumps within the page takes the focus along, which the router forgets.
document.addEventListener("click", (click) => {
  const link = click.target.closest?.("a.skip");
  if (!link) return;
  click.preventDefault();
  click.stopPropagation();
  document.getElementById("main")?.focus();
  document.getElementById("main")?.scrollIntoView();
}, true);

// Following a link out of a popover closes it: the page behind changes without a new document.
document.addEventListener("click", (click) => click.target.closest?.("[popover] a")?.closest("[popover]").hidePopover());
