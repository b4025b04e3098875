for (const button of document.querySelectorAll("button[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = document.getElementById("said");
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = "Copied: " + button.dataset.what;
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    } catch {
      getSelection().selectAllChildren(text);
      said.textContent = "The browser lets no page copy. It is marked: press Ctrl+C.";
    }
  });
}
