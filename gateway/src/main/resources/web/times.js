const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const longDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });
const DAY_MS = 86_400_000;

export function timeOfDay(time) {
  return clock.format(time);
}

export function inFull(time) {
  return calendar.format(time);
}

/** "Today", "Yesterday", "Tuesday", or the date. */
export function dayOf(time) {
  const days = daysAgo(time);
  return days === 0 ? 'Today' : days === 1 ? 'Yesterday' : days > 1 && days < 7 ? weekday.format(time) : longDay.format(time);
}

/** As short as a list of rooms wants it. */
export function shortly(time) {
  const days = daysAgo(time);
  return days === 0 ? clock.format(time) : days === 1 ? 'Yesterday' : shortDay.format(time);
}

export function sameDay(one, other) {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** 83 000 as "1:23". */
export function duration(ms) {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** 1 536 as "1.5 kB". */
export function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(count, 1)) / 3), units.length - 1);
  const value = count / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

function daysAgo(time) {
  return Math.round((new Date().setHours(0, 0, 0, 0) - new Date(time).setHours(0, 0, 0, 0)) / DAY_MS);
}
