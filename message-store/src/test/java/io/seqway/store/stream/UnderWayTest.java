package io.seqway.store.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.bus.StreamMessage.PutChunk;
import io.seqway.store.stream.UnderWay.Place;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many bytes are under way is right whatever happens meanwhile, and known without a look at each chunk. */
class UnderWayTest {
    private static final int CHUNKS = 8_000;

    private final UnderWay underWay = new UnderWay();
    private final Random random = new Random(17);

    /** Streams that count how often they are looked at. */
    private static final class Looked extends AbstractMap<String, Stream> {
        private final Map<String, Stream> streams = new HashMap<>();
        private int looks;

        @Override
        public Stream get(Object name) {
            looks++;
            return streams.get(name);
        }

        @Override
        public Set<Entry<String, Stream>> entrySet() {
            return streams.entrySet();
        }
    }

    @Test
    void aChunkIsAdmittedWithoutALookAtThoseThatAreUnderWay() {
        Looked streams = new Looked();
        streams.streams.put("s", Stream.fresh("s", "k"));
        Catalogue catalogue = new Catalogue("ann", 1, streams, List.of());
        ChunkRules rules = new ChunkRules(new StreamQuotas(10, 1 << 30, 1 << 30, 2 * CHUNKS), () -> "k");
        for (int seq = 0; seq < CHUNKS; seq++) {
            underWay.begin(new Place("s", seq), 1);
        }
        rules.admit(catalogue, chunk("s", CHUNKS, 1), underWay);
        streams.looks = 0;

        for (int seq = CHUNKS; seq < CHUNKS + 1_000; seq++) {
            rules.admit(catalogue, chunk("s", seq, 1), underWay);
            underWay.begin(new Place("s", seq), 1);
        }

        assertThat(streams.looks).isLessThan(10 * 1_000);
    }

    @Test
    void aChunkIsCountedWithoutALookAtThoseThatAreUnderWay() {
        Catalogue before = new Catalogue("ann", 1, Map.of("s", Stream.fresh("s", "k")), List.of());
        underWay.ofUser(before, new Place("s", 0));
        for (int seq = 0; seq < CHUNKS; seq++) {
            underWay.begin(new Place("s", seq), 1);
        }
        Looked streams = new Looked();
        streams.streams.putAll(ChunkRules.count(before, chunk("s", 0, 1)).streams());
        Catalogue after = new Catalogue("ann", 1, streams, List.of());
        underWay.follow(before, after, new Place("s", 0));

        assertThat(underWay.ofUser(after, new Place("s", CHUNKS))).isEqualTo(CHUNKS - 1);
        assertThat(streams.looks).isLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSumsAreThoseOfAllThatIsUnderWayAndIsNotCountedYet(boolean followed) {
        Map<Place, List<Integer>> writers = new HashMap<>();
        Catalogue catalogue = Catalogue.empty("ann");
        for (int step = 0; step < 20_000; step++) {
            Place place = new Place("s" + random.nextInt(3), random.nextInt(12));
            int what = random.nextInt(10);
            if (what < 4) {
                int size = random.nextInt(5);
                underWay.begin(place, size);
                writers.computeIfAbsent(place, none -> new ArrayList<>()).add(size);
            } else if (what < 7 && writers.containsKey(place)) {
                underWay.end(place);
                end(writers, place);
            } else if (what < 9) {
                Catalogue next = counted(catalogue, place);
                if (followed) {
                    underWay.follow(catalogue, next, place);
                }
                catalogue = next;
            } else if (catalogue.stream(place.stream()) != null && random.nextInt(5) == 0) {
                catalogue = catalogue.without(
                        catalogue.stream(place.stream()), new Catalogue.Removal(place.stream(), "k", 12));
            }
            Place asked = new Place("s" + random.nextInt(3), random.nextInt(12));
            if (random.nextInt(3) == 0) {
                Catalogue now = catalogue;
                assertThat(underWay.ofUser(now, asked)).isEqualTo(sum(writers, now, asked, null));
                assertThat(underWay.ofStream(now, asked)).isEqualTo(sum(writers, now, asked, asked.stream()));
            }
        }
    }

    /** One that has several writers stays as large as the largest of all it has had. */
    private static void end(Map<Place, List<Integer>> writers, Place place) {
        List<Integer> sizes = writers.get(place);
        if (sizes.size() == 1) {
            writers.remove(place);
        } else {
            int largest = sizes.stream().mapToInt(size -> size).max().orElseThrow();
            sizes.remove(0);
            sizes.set(0, largest);
        }
    }

    private static Catalogue counted(Catalogue catalogue, Place place) {
        Stream stream = catalogue.stream(place.stream());
        Stream begun = stream == null ? Stream.fresh(place.stream(), "k") : stream;
        return begun.state().chunks().contains(place.seq()) ? catalogue : catalogue.with(begun.with(place.seq(), 1));
    }

    private static long sum(Map<Place, List<Integer>> writers, Catalogue catalogue, Place without, String stream) {
        return writers.entrySet().stream()
                .filter(each -> !each.getKey().equals(without))
                .filter(each -> stream == null || each.getKey().stream().equals(stream))
                .filter(each -> catalogue.stream(each.getKey().stream()) == null
                        || !catalogue.stream(each.getKey().stream())
                                .state()
                                .chunks()
                                .contains(each.getKey().seq()))
                .mapToLong(each ->
                        each.getValue().stream().mapToInt(size -> size).max().orElseThrow())
                .sum();
    }

    private static PutChunk chunk(String stream, int seq, int size) {
        return new PutChunk("ann", stream, seq, null, null, false, new byte[size]);
    }
}
