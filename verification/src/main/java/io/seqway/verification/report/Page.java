package io.seqway.verification.report;

import io.seqway.verification.history.FaultRecord;
import io.seqway.verification.history.Verdict;
import io.seqway.verification.history.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The page: the verdict on top, then how it came about. */
final class Page {
    private final Verdict verdict;
    private final List<FaultRecord> faults;
    private final List<FaultEffect> effects;
    private final List<String> missed;
    private final StringBuilder html = new StringBuilder();

    Page(Verdict verdict, List<FaultRecord> faults, List<FaultEffect> effects, List<String> missed) {
        this.verdict = verdict;
        this.faults = faults;
        this.effects = effects;
        this.missed = missed;
    }

    String render(String style) {
        boolean green = verdict.isGreen() && missed.isEmpty();
        html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\">")
                .append("<title>Seqway: the proof</title>\n<style>\n")
                .append(style)
                .append("</style></head><body>\n");
        html.append("<header class=\"").append(green ? "green" : "red").append("\"><h1>");
        html.append(title(green)).append("</h1><p>");
        html.append(Text.escaped(headline())).append("</p>");
        if (!missed.isEmpty()) {
            html.append("<ul>");
            missed.forEach(
                    line -> html.append("<li>").append(Text.escaped(line)).append("</li>"));
            html.append("</ul>");
        }
        html.append("</header>\n");
        html.append("<p class=\"about\">").append(Text.escaped(verdict.about())).append("</p>\n");
        html.append("<section class=\"wide\"><h2>The run</h2>");
        html.append(new Timeline(verdict, faults).draw()).append("</section>\n");
        violations();
        counts();
        kinds();
        worst();
        each();
        return html.append("</body></html>\n").toString();
    }

    private String title(boolean green) {
        if (green) {
            return "No promise was broken";
        }
        return verdict.isGreen() ? "No promise was broken, but more was wanted" : "Promises were broken";
    }

    private String headline() {
        return Text.number(verdict.sent().acked()) + " messages acked, "
                + Text.number(verdict.counts().sawLive() + verdict.counts().sawMissed()) + " deliveries to "
                + verdict.counts().clients() + " clients, "
                + Text.number(verdict.counts().reconnects())
                + " reconnects, " + faults.size() + " faults in " + Text.clock(verdict.toNanos() - verdict.fromNanos())
                + "; worst silence "
                + Text.duration(verdict.lag().worstNanos());
    }

    private void violations() {
        Table table = new Table("What was looked for", "promise broken", "in words", "#times");
        for (Violation.Kind kind : Violation.Kind.values()) {
            long times = verdict.violations().getOrDefault(kind, 0L);
            table.row(
                    times > 0,
                    kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    kind.meaning(),
                    Text.number(times));
        }
        html.append(table.html());
        if (!verdict.examples().isEmpty()) {
            Table examples =
                    new Table("The first violations of each kind", "kind", "room", "client", "#seq", "at", "what");
            for (Violation one : verdict.examples()) {
                String at = one.atNanos() == 0 ? "" : Text.clock(one.atNanos() - verdict.fromNanos());
                examples.row(true, one.kind().name(), one.room(), one.client(), "" + one.seq(), at, one.what());
            }
            html.append(examples.html());
        }
    }

    private void counts() {
        Verdict.Sent sent = verdict.sent();
        Verdict.Counts counts = verdict.counts();
        Verdict.Lag lag = verdict.lag();
        html.append(new Table("Sent", "what", "#how many")
                .row("messages", Text.number(sent.messages()))
                .row("attempts", Text.number(sent.attempts()))
                .row("acked", Text.number(sent.acked()))
                .row("acked at the first try", Text.number(sent.ackedAtFirstTry()))
                .row("share of the first try", Text.percent(sent.firstTryShare()))
                .row("outcome unknown, and stored", Text.number(sent.unknownStored()))
                .row("outcome unknown, and not stored", Text.number(sent.unknownAbsent()))
                .row("refused at each attempt", Text.number(sent.refused()))
                .rows("attempts refused: ", counts.refusals())
                .html());
        html.append(new Table("Seen", "what", "#how many")
                .row("clients", Text.number(counts.clients()))
                .row("rooms", Text.number(counts.rooms()))
                .row("entries in the logs", Text.number(counts.entries()))
                .row("deliveries, live", Text.number(counts.sawLive()))
                .row("deliveries, missed before", Text.number(counts.sawMissed()))
                .row("connections", Text.number(counts.connects()))
                .row("reconnects", Text.number(counts.reconnects()))
                .row("ended by the client", Text.number(counts.leaves()))
                .row("lost or failed", Text.number(counts.breaks()))
                .rows("rooms resumed: ", counts.outcomes())
                .rows("other errors: ", counts.errors())
                .html());
        html.append(new Table("How long clients were behind", "of all deliveries", "#at most")
                .row("half", Text.duration(lag.p50Nanos()))
                .row("99 %", Text.duration(lag.p99Nanos()))
                .row("99.9 %", Text.duration(lag.p999Nanos()))
                .row("all", Text.duration(lag.worstNanos()))
                .html());
    }

    private void kinds() {
        Map<String, List<FaultEffect>> kinds = new TreeMap<>();
        effects.forEach(effect -> kinds.computeIfAbsent(effect.fault().kind(), kind -> new ArrayList<>())
                .add(effect));
        Table table = new Table(
                "Faults by kind",
                "kind",
                "#times",
                "#took effect",
                "#connections lost",
                "#live again p99",
                "#worst silence");
        kinds.forEach((kind, all) -> table.row(
                all.stream().anyMatch(effect -> !effect.fault().bit()),
                kind,
                "" + all.size(),
                "" + all.stream().filter(effect -> effect.fault().bit()).count(),
                Text.number(all.stream().mapToLong(FaultEffect::affected).sum()),
                Text.duration(
                        all.stream().mapToLong(FaultEffect::liveP99Nanos).max().orElse(0)),
                Text.duration(
                        all.stream().mapToLong(FaultEffect::silenceMillis).max().orElse(0) * 1_000_000)));
        html.append(table.html());
    }

    private void worst() {
        Table table = new Table("Who was most behind", "client", "room", "#seq", "since", "#for");
        verdict.lag().worst().stream()
                .limit(10)
                .forEach(one -> table.row(
                        one.client(),
                        one.room(),
                        "" + one.seq(),
                        Text.clock(one.fromNanos() - verdict.fromNanos()),
                        Text.duration(one.nanos())));
        html.append(table.html());
    }

    private void each() {
        Table table = new Table(
                "Each fault",
                "at",
                "kind",
                "target",
                "#lasted",
                "#lost",
                "#live p50",
                "#live p99",
                "#silence",
                "evidence");
        for (FaultEffect effect : effects) {
            FaultRecord fault = effect.fault();
            table.row(
                    !fault.bit(),
                    Text.clock(fault.fromNanos() - verdict.fromNanos()),
                    fault.kind(),
                    fault.target(),
                    Text.duration(fault.toNanos() - fault.fromNanos()),
                    "" + effect.affected(),
                    Text.duration(effect.liveP50Nanos()),
                    Text.duration(effect.liveP99Nanos()),
                    Text.duration(effect.silenceMillis() * 1_000_000),
                    (fault.bit() ? "" : "DID NOT TAKE EFFECT: ") + fault.evidence());
        }
        html.append(table.html());
    }
}
