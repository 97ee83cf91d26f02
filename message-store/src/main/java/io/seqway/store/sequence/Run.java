package io.seqway.store.sequence;

import io.seqway.protocol.ErrorCode;
import io.seqway.store.log.Entry;
import io.seqway.store.log.MessageCount;
import io.seqway.store.log.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The part of one write that belongs to one room: sends, and the entries with consecutive seqs they shall become. */
final class Run {
    private final Room room;
    private final List<PendingSend> sends;
    private final Targets targets;
    private final MemberRules members;
    private List<Entry> entries = List.of();

    /** @param maxMembers how many members a room may have */
    Run(Room room, List<PendingSend> sends, int maxMembers) {
        this.room = room;
        this.sends = sends;
        this.targets = new Targets(room);
        this.members = new MemberRules(room, maxMembers);
    }

    Room room() {
        return room;
    }

    List<PendingSend> sends() {
        return sends;
    }

    List<Entry> entries() {
        return entries;
    }

    boolean isEmpty() {
        return sends.isEmpty();
    }

    /**
     * Sends back what is known not to be stored, if the room has been given up: its new owner may have stored what was
     * sent behind it.
     */
    boolean isSentBack() {
        if (room.isReleased()) {
            room.queue().putBack(sends);
            room.sendBackWaiting();
        }
        return room.isReleased();
    }

    /**
     * Gives the sends the seqs behind the head of the room. What may not have one is refused and taken out; from the first
     * one on that has to wait for another, they wait in the room again.
     */
    void number(LongSupplier clock) {
        List<Entry> numbered = new ArrayList<>(sends.size());
        long now = clock.getAsLong();
        long seq = room.head();
        MessageCount count = room.count();
        targets.begin();
        members.begin();
        for (int i = 0; i < sends.size(); ) {
            PendingSend send = sends.get(i);
            if (send.order().isBehindRefused()) {
                room.refuseOutOfOrder(sends.remove(i));
                continue;
            }
            Verdict verdict = members.verdict(send.submission());
            if (verdict == null) {
                verdict = targets.verdict(send.submission());
            }
            if (verdict instanceof Verdict.Later) {
                List<PendingSend> later = sends.subList(i, sends.size());
                room.queue().putBack(later);
                later.clear();
            } else if (verdict instanceof Verdict.Refused refused) {
                room.refuse(sends.remove(i), refused);
            } else if (verdict instanceof Verdict.Done done) {
                room.answerDone(sends.remove(i), done.seq());
            } else if (verdict instanceof Verdict.Next next) {
                Entry entry = room.entry(send.submission(), ++seq, next, now).counted(count);
                numbered.add(entry);
                count = entry.count();
                i++;
            }
        }
        entries = numbered;
    }

    /** Adds the ids of targets that the log is to be asked for before this run is numbered. */
    void askTargets(Collection<String> ids) {
        for (PendingSend send : sends) {
            String id = targets.unknown(send.submission());
            if (id != null) {
                ids.add(id);
            }
        }
    }

    /** What the log has of those that were asked for. */
    void loaded(Collection<String> ids, Map<String, Shown> found) {
        targets.loaded(ids, found);
    }

    /** The first sends are stored, as these entries. */
    void commitFirst(List<Entry> stored) {
        int count = stored.size();
        if (count == 0) {
            return;
        }
        stored.forEach(targets::stored);
        room.commit(new ArrayList<>(sends.subList(0, count)), stored);
        sends.subList(0, count).clear();
        entries = entries.subList(count, entries.size());
    }

    /** Takes the first send out; the others are to be numbered anew. */
    PendingSend dropFirst() {
        entries = entries.subList(1, entries.size());
        return sends.remove(0);
    }

    /** Takes all sends out. */
    List<PendingSend> dropAll() {
        List<PendingSend> dropped = List.copyOf(sends);
        sends.clear();
        entries = List.of();
        return dropped;
    }

    /**
     * Adds the keys that the log is to be asked for before this run is numbered: of messages that may be repeats, that may
     * have been overtaken, or that others name by {@code after}.
     */
    void ask(List<String> keys) {
        boolean sentAgain = false;
        for (PendingSend send : sends) {
            sentAgain |= send.order().isSentAgain();
            if (send.order().judge() || room.checkKeys()) {
                keys.add(send.key());
            }
            if (send.order().unprovenKey() != null) {
                keys.add(send.order().unprovenKey());
            }
        }
        if (sentAgain) {
            for (PendingSend send : room.queue().waiting()) {
                if (send.order().isSentAgain()) {
                    keys.add(send.key());
                }
            }
        }
    }

    /**
     * What the log has of those keys: repeats are answered, and what is out of its order is refused. Both are taken out.
     */
    void answered(Map<String, Entry> storedByKey) {
        findOvertaken(storedByKey);
        sends.removeIf(send -> {
            Entry stored = storedByKey.get(send.key());
            String unproven = send.order().unprovenKey();
            if (stored != null) {
                room.repeated(send, stored);
            } else if (send.order().isOvertaken()) {
                room.refuse(send, ErrorCode.UNAVAILABLE.text(), "one that was sent behind it is stored already", 0);
            } else if (send.order().isBehindRefused() || unproven != null && !storedByKey.containsKey(unproven)) {
                room.refuseOutOfOrder(send);
            } else {
                send.order().proven();
                return false;
            }
            return true;
        });
        if (room.checkKeys()) {
            room.keysChecked();
        }
    }

    private void findOvertaken(Map<String, Entry> storedByKey) {
        List<PendingSend> sentAgain = new ArrayList<>();
        sends.stream().filter(send -> send.order().isSentAgain()).forEach(sentAgain::add);
        if (sentAgain.isEmpty()) {
            return;
        }
        room.queue().waiting().forEach(send -> {
            if (send.order().isSentAgain()) {
                sentAgain.add(send);
            }
        });
        List<PendingSend> stored = new ArrayList<>();
        for (int i = sentAgain.size() - 1; i >= 0; i--) {
            PendingSend send = sentAgain.get(i);
            if (storedByKey.containsKey(send.key())) {
                if (stored.stream().noneMatch(other -> other.isOfSameSource(send.submission()))) {
                    stored.add(send);
                }
            } else if (stored.stream().anyMatch(other -> other.isOfSameSource(send.submission()))) {
                send.order().overtaken();
            }
        }
    }
}
