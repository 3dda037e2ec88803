/* The theme that was chosen in the desk, before the first paint; without a choice the system's holds. */
const chosen = /(?:^|; )theme=(light|dark)/.exec(document.cookie);
if (chosen) document.documentElement.dataset.theme = chosen[1];
