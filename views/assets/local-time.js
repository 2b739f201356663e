/* global document */
// Only on pages for readers who chose local time: prints each time in their zone, in the form of the server's UTC. Days
// (`datetime` without T) stay as they are counted, and an age keeps its text and gets the exact time as its title.
for (const element of document.querySelectorAll('time[datetime*="T"]')) {
  const text = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(element.dateTime));
  if (element.classList.contains('age')) element.title = text;
  else element.textContent = text;
}
