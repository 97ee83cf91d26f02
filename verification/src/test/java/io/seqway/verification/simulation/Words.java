package io.seqway.verification.simulation;

import io.seqway.protocol.bus.BusMessage;
import io.seqway.protocol.bus.FromStore.Delivery;
import io.seqway.protocol.bus.FromStore.Outcome;
import io.seqway.protocol.bus.FromStore.Page;
import io.seqway.protocol.bus.FromStore.Run;
import io.seqway.protocol.bus.Submission;
import io.seqway.protocol.bus.ToStore.Part;
import io.seqway.protocol.bus.ToStore.Read;
import io.seqway.protocol.bus.ToStore.Submit;
import io.seqway.protocol.bus.ToStore.Watch;
import io.seqway.store.log.Entry;
import java.util.List;
import java.util.stream.Collectors;

/** What nodes say, for a trace that people read. Nothing is made into words before it is read. */
final class Words {
    private final Object said;

    private Words(Object said) {
        this.said = said;
    }

    static Words of(BusMessage message) {
        return new Words(message);
    }

    static Words of(List<Entry> entries) {
        return new Words(entries);
    }

    @Override
    public String toString() {
        if (said instanceof Submit submit) {
            return "submit " + submit.parts().stream().map(Words::part).collect(Collectors.joining(" "));
        } else if (said instanceof Watch watch) {
            return "watch "
                    + watch.rooms().stream()
                            .map(room -> room.room() + "@" + room.last())
                            .toList();
        } else if (said instanceof Read read) {
            return "read " + read.room() + " behind " + read.after();
        } else if (said instanceof Delivery delivery) {
            return delivery(delivery);
        } else if (said instanceof Page page) {
            return page.error() != null
                    ? "page " + page.room() + " " + page.error()
                    : "page " + span(page.room(), page.first(), page.frames().size()) + " of " + page.head();
        } else if (said instanceof List<?> entries) {
            return entries.stream()
                    .map(one -> (Entry) one)
                    .map(entry -> entry.log().room() + entry.seq() + "=" + entry.body())
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return said.toString();
    }

    private static String part(Part part) {
        return part.generation() + "." + part.first()
                + part.submissions().stream().map(Submission::body).toList();
    }

    private static String delivery(Delivery delivery) {
        return delivery.outcomes().stream().map(Words::outcome).collect(Collectors.joining(" "))
                + delivery.gaps().stream()
                        .map(gap -> " gap in " + gap.generation() + " at " + gap.expected())
                        .collect(Collectors.joining())
                + delivery.ends().stream()
                        .map(ends -> " end of " + ends.room() + " is " + ends.head())
                        .collect(Collectors.joining())
                + delivery.pendings().stream()
                        .map(pending -> (pending.ends() ? " ends " : " shows ")
                                + pending.sender()
                                + '.'
                                + pending.clientMsgId())
                        .collect(Collectors.joining())
                + delivery.runs().stream().map(Words::run).collect(Collectors.joining());
    }

    private static String run(Run run) {
        return " entries " + span(run.room(), run.first(), run.frames().size());
    }

    private static String outcome(Outcome outcome) {
        return "#" + outcome.replyTo().ref() + "="
                + (outcome.error() == null ? outcome.room() + outcome.seq() : outcome.error());
    }

    private static String span(String room, long first, int count) {
        return count == 0 ? room + " none" : room + first + ".." + (first + count - 1);
    }
}
