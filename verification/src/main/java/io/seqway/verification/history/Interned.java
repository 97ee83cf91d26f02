package io.seqway.verification.history;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Numbers for values that come again and again, so that an event is a few numbers. For many threads. */
final class Interned<T> {
    private static final int PAGE = 1 << 12;
    private static final int PAGES = 1 << 14;

    private final Map<T, Integer> numbers = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<Object[]> pages = new AtomicReferenceArray<>(PAGES);
    private int size;

    int number(T value) {
        Integer known = numbers.get(value);
        return known != null ? known : add(value);
    }

    private synchronized int add(T value) {
        Integer known = numbers.get(value);
        if (known != null) {
            return known;
        }
        int number = size++;
        Object[] page = pages.get(number / PAGE);
        if (page == null) {
            page = new Object[PAGE];
        }
        page[number % PAGE] = value;
        pages.set(number / PAGE, page); // also makes what the page holds visible to other threads
        numbers.put(value, number);
        return number;
    }

    @SuppressWarnings("unchecked") // only add() puts something in
    T value(int number) {
        return (T) pages.get(number / PAGE)[number % PAGE];
    }
}
