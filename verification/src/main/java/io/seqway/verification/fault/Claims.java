package io.seqway.verification.fault;

import java.util.ArrayList;
import java.util.List;

/** Which nodes something goes wrong with now: never one node twice, and never all of them. */
final class Claims<N> {
    private final List<N> all;
    private final List<N> taken = new ArrayList<>();

    /** @param all two at the least */
    Claims(List<N> all) {
        this.all = List.copyOf(all);
    }

    /** Takes the one of this number, or the next one that is free; waits while one more would be all. */
    synchronized N take(int number) throws InterruptedException {
        while (taken.size() >= all.size() - 1) {
            wait();
        }
        for (int i = number; ; i++) {
            N one = all.get(i % all.size());
            if (!taken.contains(one)) {
                taken.add(one);
                return one;
            }
        }
    }

    synchronized void giveBack(N one) {
        taken.remove(one);
        notifyAll();
    }
}
