package io.seqway.verification.report;

import io.seqway.verification.history.FaultRecord;
import io.seqway.verification.history.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * Draws a run: how far behind the worst client was, how many acks there were, and below them the faults, a lane for
 * each kind.
 */
final class Timeline {
    private static final int LEFT = 130;
    private static final int WIDTH = 1050;
    private static final int SILENCE_TOP = 20;
    private static final int HEIGHT = 170;
    private static final int ACKS_TOP = SILENCE_TOP + HEIGHT + 30;
    private static final int ACKS_HEIGHT = 70;
    private static final int LANES_TOP = ACKS_TOP + ACKS_HEIGHT + 22;
    private static final int LANE = 20;
    private static final int COLOURS = 12;

    private final Verdict verdict;
    private final List<FaultRecord> faults;
    private final List<String> kinds;
    private final double seconds;
    private final StringBuilder svg = new StringBuilder();

    Timeline(Verdict verdict, List<FaultRecord> faults) {
        this.verdict = verdict;
        this.faults = faults;
        kinds = faults.stream().map(FaultRecord::kind).distinct().sorted().toList();
        seconds = Math.max(1, verdict.lag().worstMillisPerSecond().size());
    }

    String draw() {
        int lanesEnd = LANES_TOP + kinds.size() * LANE;
        put(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Timeline of the run\">",
                LEFT + WIDTH + 20, lanesEnd + 26);
        faults.forEach(fault -> bar(fault, SILENCE_TOP, ACKS_TOP + ACKS_HEIGHT - SILENCE_TOP, "band"));
        double silence = top(verdict.lag().worstMillisPerSecond().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0)
                / 1000.0);
        scale("worst silence, s", SILENCE_TOP, HEIGHT, silence);
        area("silence", verdict.lag().worstMillisPerSecond(), 1000 * silence, SILENCE_TOP, HEIGHT);
        double acks = top(verdict.counts().acksPerSecond().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0));
        scale("acks per second", ACKS_TOP, ACKS_HEIGHT, acks);
        area("acks", verdict.counts().acksPerSecond(), acks, ACKS_TOP, ACKS_HEIGHT);
        for (int lane = 0; lane < kinds.size(); lane++) {
            String kind = kinds.get(lane);
            int y = LANES_TOP + lane * LANE;
            put("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%3$d\"/>", LEFT, LEFT + WIDTH, y + LANE / 2);
            put("<text x=\"%d\" y=\"%d\" class=\"end\">%s</text>", LEFT - 8, y + 14, Text.escaped(kind));
            faults.stream()
                    .filter(fault -> fault.kind().equals(kind))
                    .forEach(fault -> bar(fault, y + 3, LANE - 6, "bar"));
        }
        clock(lanesEnd);
        return svg.append("</svg>").toString();
    }

    private void bar(FaultRecord fault, int y, int height, String style) {
        double from = x((fault.fromNanos() - verdict.fromNanos()) / 1e9);
        double to = x((fault.toNanos() - verdict.fromNanos()) / 1e9);
        put(
                "<rect class=\"%s c%d%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s</title></rect>",
                style,
                kinds.indexOf(fault.kind()) % COLOURS,
                fault.bit() ? "" : " missed",
                from,
                y,
                Math.max(1.5, to - from),
                height,
                Text.escaped(fault.kind() + " of " + fault.target() + " at "
                        + Text.clock(fault.fromNanos() - verdict.fromNanos()) + ", "
                        + Text.duration(fault.toNanos() - fault.fromNanos()) + ": " + fault.evidence()));
    }

    private void scale(String what, int y, int height, double top) {
        put("<text x=\"%d\" y=\"%d\">%s</text>", LEFT, y - 6, what);
        for (int step = 0; step <= 2; step++) {
            double at = y + height - step * height / 2.0;
            put("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%3$.1f\"/>", LEFT, LEFT + WIDTH, at);
            put("<text x=\"%d\" y=\"%.1f\" class=\"end\">%s</text>", LEFT - 8, at + 4, number(top * step / 2));
        }
    }

    private void area(String style, List<Long> values, double top, int y, int height) {
        StringBuilder path = new StringBuilder(String.format(Locale.ROOT, "M%.1f %d", x(0), y + height));
        for (int second = 0; second < values.size(); second++) {
            double at = y + height - height * Math.min(1, values.get(second) / top);
            path.append(String.format(Locale.ROOT, "L%.1f %.1fL%.1f %2$.1f", x(second), at, x(second + 1.0)));
        }
        put("<path class=\"%s\" d=\"%sL%.1f %dZ\"/>", style, path, x(values.size()), y + height);
    }

    private void clock(int y) {
        double step = 1;
        for (double one : new double[] {5, 10, 30, 60, 120, 300, 600, 1800, 3600}) {
            step = seconds / step > 12 ? one : step;
        }
        for (double second = 0; second <= seconds; second += step) {
            put("<line class=\"grid\" x1=\"%.1f\" x2=\"%1$.1f\" y1=\"%d\" y2=\"%d\"/>", x(second), SILENCE_TOP, y);
            put(
                    "<text x=\"%.1f\" y=\"%d\" class=\"middle\">%d:%02d</text>",
                    x(second), y + 18, (int) second / 60, (int) second % 60);
        }
    }

    private double x(double second) {
        return LEFT + WIDTH * Math.max(0, Math.min(seconds, second)) / seconds;
    }

    /** The end of a scale that holds a value: 1, 2, 5, 10, 15, 20, 50, … */
    private static double top(double value) {
        for (double unit = 0.1; ; unit *= 10) {
            for (double digit : new double[] {1, 1.5, 2, 3, 5}) {
                if (value <= unit * digit) {
                    return unit * digit;
                }
            }
        }
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, value * 10 == Math.rint(value * 10) ? "%.1f" : "%.2f", value);
    }

    private void put(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
