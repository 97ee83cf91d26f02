package io.seqway.store.sequence;

/** Counts how much of a page is taken: entries and bytes up to a limit, but one entry at the least. */
final class PageSize {
    private final int maxEntries;
    private final int maxBytes;
    private int entries;
    private int bytes;

    PageSize(int maxEntries, int maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /** Takes the frame into the page, if it has room for it; else the page is full for good. */
    boolean takes(byte[] frame) {
        if (isFull() || (entries > 0 && bytes + frame.length > maxBytes)) {
            entries = maxEntries;
            return false;
        }
        entries++;
        bytes += frame.length;
        return true;
    }

    boolean isFull() {
        return entries >= maxEntries || bytes >= maxBytes;
    }

    /** How many frames of about this size it has room for, one at the least. */
    int room(int averageBytes) {
        int byBytes = averageBytes == 0 ? maxEntries : (maxBytes - bytes) / averageBytes + 1;
        return Math.max(1, Math.min(maxEntries - entries, byBytes));
    }
}
