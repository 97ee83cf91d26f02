package io.seqway.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.frame.ClientFrame.History;
import io.seqway.protocol.frame.ClientFrame.Join;
import io.seqway.protocol.frame.ClientFrame.Ping;
import io.seqway.protocol.frame.ClientFrame.Resume;
import io.seqway.protocol.frame.ClientFrame.Send;
import io.seqway.protocol.frame.ClientFrame.Signal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text from a client is taken for. */
class ClientFrameReaderTest {
    private final ClientFrameReader reader = new ClientFrameReader(Limits.DEFAULTS);

    @Test
    void aFrameIsReadIntoItsRecord() {
        assertThat(read("{'type':'send','id':7,'room':'a','clientMsgId':'m1','body':{'t':1},'replyTo':3}"))
                .isEqualTo(new Send("7", "a", "{\"t\":1}", "m1", 3, null, false));
        assertThat(read("{'type':'send','room':'a','clientMsgId':'m2','body':1,'after':'m1'}"))
                .isEqualTo(new Send(null, "a", "1", "m2", 0, "m1", false));
        assertThat(read("{'type':'send','room':'a','clientMsgId':'m3','body':1,'mode':'optimistic'}"))
                .isEqualTo(new Send(null, "a", "1", "m3", 0, null, true));
        assertThat(read("{'type':'send','room':'a','clientMsgId':'m3','body':1,'mode':'durable'}"))
                .isEqualTo(new Send(null, "a", "1", "m3", 0, null, false));
        assertThat(read("{'type':'signal','room':'a','name':'cursor','data':{'x':1},'to':'ann'}"))
                .isEqualTo(new Signal(null, "a", "cursor", "{\"x\":1}", "ann"));
        assertThat(read("{'type':'signal','room':'a','name':'cursor','data':null}"))
                .isEqualTo(new Signal(null, "a", "cursor", "null", null));
        assertThat(read("{'type':'join','id':'x','room':'a','lastSeq':5,'epoch':'e.1','presence':false}"))
                .isEqualTo(new Join("\"x\"", "a", new Position("e.1", 5), 0, false));
        assertThat(read("{'type':'join','room':'a','tail':50}")).isEqualTo(new Join(null, "a", null, 50, true));
        assertThat(read("{'type':'ping','rooms':['a','b']}")).isEqualTo(new Ping(null, List.of("a", "b")));
        assertThat(read("{'type':'history','room':'a','after':0,'limit':10}"))
                .isEqualTo(new History(null, "a", 0, 0, 10));
    }

    @Test
    void aPositionIsANumberOrANumberWithItsEpoch() {
        assertThat(read("{'type':'resume','rooms':{'a':4,'b':{'seq':0,'epoch':'e.1'},'c':{'seq':9}}}"))
                .isEqualTo(new Resume(
                        null,
                        Map.of("a", new Position(null, 4), "b", new Position("e.1", 0), "c", new Position(null, 9)),
                        true));
    }

    @Test
    void howAClientCameBackIsReadAsFarAsItMakesSense() {
        assertThat(reconnection("'attempt':3,'downMs':5200,'reason':'wake'"))
                .isEqualTo(new Reconnection(3, 5_200, "wake"));
        assertThat(reconnection("'reason':'the cat'")).isEqualTo(new Reconnection(0, -1, "other"));
        assertThat(reconnection("'attempt':0,'downMs':-1,'reason':7")).isEqualTo(Reconnection.NOT_SAID);
        assertThat(reconnection("'attempt':1001,'downMs':604800001,'reason':null"))
                .isEqualTo(Reconnection.NOT_SAID);
        assertThat(reconnection("'attempt':2.5,'downMs':'long'")).isEqualTo(Reconnection.NOT_SAID);
    }

    private Reconnection reconnection(String members) {
        return ((Resume) read("{'type':'resume','rooms':{}," + members + "}")).reconnection();
    }

    @Test
    void unknownFieldsAreIgnored() {
        assertThat(read("{'type':'leave','room':'a','colour':'red','more':{'x':[1]}}"))
                .isEqualTo(new ClientFrame.Leave(null, "a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$date\":\"x\",\"a.b\":1,\"\":null}",
                "[1.0, 1e3, 123456789012345678901234567890, -0.0]",
                "\"\\u00e9\\ud83d\\ude00\"",
                "null",
                "0.1000000000000000055511151231257827",
                "{ \"spaces\" :\n[ ] }"
            })
    void aBodyIsKeptAsTheTextItCameIn(String body) {
        ClientFrame frame = reader.read(
                        "{\"type\":\"send\",\"room\":\"a\",\"body\": " + body + " ,\"clientMsgId\":\"m\"}")
                .frame();
        assertThat(((Send) frame).body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[1]",
                "null",
                "\"text\"",
                "{\"type\":\"ping\"} x",
                "{\"type\":\"ping\"",
                "{\"type\":NaN}",
                "{'type':'ping'}",
                "\uFEFF{\"type\":\"ping\"}",
                "{\"type\":\"ping\"/* comment */}"
            })
    void whatIsNoJsonObjectIsNoFrame(String text) {
        assertThat(reader.read(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'send','room':'a','body':{'a':1,'a':2},'clientMsgId':'m'} | same key twice",
                "{'type':'send','room':'a','body':{'a':1,'\\u0061':2},'clientMsgId':'m'} | same key twice",
                "{'type':'send','room':'a','room':'b','body':1,'clientMsgId':'m'} | same key twice",
                "{'type':'send','room':'a','body':'\\ud800','clientMsgId':'m'} | lone surrogate",
                "{'type':'send','room':'a','body':{'\\udc00x':1},'clientMsgId':'m'} | lone surrogate",
                "{'type':'send','room':'a','body':[1e400],'clientMsgId':'m'} | range of a double",
                "{'type':'send','room':'a','body':-1e999,'clientMsgId':'m'} | range of a double",
                "{'type':'send','room':'a','clientMsgId':'m'} | body is missing",
                "{'type':'send','room':'a','body':1} | clientMsgId must be a string",
                "{'type':'send','room':'a','body':1,'clientMsgId':'m','replyTo':0} | replyTo must be an integer",
                "{'type':'send','room':'a','body':1,'clientMsgId':'m','after':1} | after must be a string",
                "{'type':'send','room':'a','body':1,'clientMsgId':'m','after':'a!b'} | after must be 1 to 128",
                "{'type':'send','room':'a','body':1,'clientMsgId':'m','mode':'fast'} | mode must be durable or optimistic",
                "{'type':'signal','room':'a','name':'x'} | data is missing",
                "{'type':'signal','room':'a','data':1} | name must be a string",
                "{'type':'signal','room':'a','name':'a!b','data':1} | name must be 1 to 128",
                "{'type':'signal','room':'a','name':'x','data':1,'to':5} | to must be a string",
                "{'type':'send','room':'../x','body':1,'clientMsgId':'m'} | room must be 1 to 128 characters",
                "{'type':'send','room':'..','body':1,'clientMsgId':'m'} | room must be 1 to 128 characters",
                "{'type':'join','room':{'$gt':''}} | room must be a string",
                "{'type':'join','room':'a!b'} | room must be 1 to 128 characters",
                "{'type':'join','room':'a','lastSeq':-1} | lastSeq must be an integer",
                "{'type':'join','room':'a','lastSeq':9007199254740992} | lastSeq must be an integer",
                "{'type':'join','room':'a','lastSeq':1e400} | range of a double",
                "{'type':'join','room':'a','lastSeq':'10'} | lastSeq must be an integer",
                "{'type':'join','room':'a','lastSeq':1.5} | lastSeq must be an integer",
                "{'type':'join','room':'a','lastSeq':1,'tail':5} | exclude each other",
                "{'type':'join','room':'a','tail':1001} | tail must be an integer from 0 to 1000",
                "{'type':'join','room':'a','lastSeq':1,'epoch':'12345678901234567'} | epoch must be a string",
                "{'type':'join','room':'a','presence':1} | presence must be true or false",
                "{'type':'resume','rooms':{'a':1,'b!c':1}} | this one is not: b!c",
                "{'type':'resume','rooms':{'a':{'seq':1.0}}} | rooms.a.seq must be an integer",
                "{'type':'resume','rooms':['a']} | rooms must be an object",
                "{'type':'resume','rooms':{'a':null}} | rooms.a must be an integer",
                "{'type':'history','room':'a','limit':10} | one of before and after",
                "{'type':'history','room':'a','before':5,'limit':101} | limit must be an integer from 1 to 100",
                "{'type':5} | type must be a string",
                "{'room':'a'} | type must be a string",
                "{'type':'ping','id':1.5} | id must be a string",
                "{'type':'ping','id':[1]} | id must be a string"
            },
            quoteCharacter = '`')
    void aBadFieldIsNamed(String text, String message) {
        Refusal refusal = reader.read(text.replace('\'', '"')).refusal();
        assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(refusal).hasMessageContaining(message);
    }

    @Test
    void aRefusalNamesTheFrameEvenWhenItsIdComesLast() {
        var reading = reader.read("{\"type\":\"send\",\"body\":{\"a\":1,\"a\":2},\"id\":\"x\"}");
        assertThat(reading.refusal().code()).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(reading.heading().id()).isEqualTo("\"x\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'body':[1e400]",
                "'body':{'a':1,'a':2}",
                "'body':'\\ud800'",
                "'\\ud800':1",
                "'replyTo':0,'body':1",
                "'after':'a!b','body':1",
                "'mode':'sometimes','body':1",
                "'id':[1],'body':1"
            })
    void aRefusedSendIsNamedByRoomAndClientMsgId(String rest) {
        Heading named = heading("{'type':'send','room':'a','clientMsgId':'m'," + rest + "}");
        assertThat(named).isEqualTo(new Heading("send", null, "a", "m"));
    }

    @Test
    void aSendThatIsTooLargeOrTooDeepIsNamedByRoomAndClientMsgId() {
        assertThat(heading(send("'" + "x".repeat(32 * 1024) + "'"))).isEqualTo(new Heading("send", null, "a", "m"));
        assertThat(heading(nested(33))).isEqualTo(new Heading("send", null, "a", "m"));
        assertThat(heading(nested(30_000))).isEqualTo(new Heading("send", null, "a", "m"));
    }

    @Test
    void whatStandsBehindAFaultThatEndsTheReadingIsNotKnown() {
        String body = "[".repeat(33) + "]".repeat(33);
        assertThat(heading("{'type':'send','room':'a','body':" + body + ",'clientMsgId':'m'}"))
                .isEqualTo(new Heading("send", null, "a", null));
    }

    @Test
    void aRefusedFrameIsNotNamedByWhatIsNoId() {
        String tooLong = "x".repeat(129);
        assertThat(heading("{'type':'send','room':'a b','clientMsgId':'" + tooLong + "','body':1}"))
                .isEqualTo(new Heading("send", null, null, null));
        assertThat(heading("{'type':'send','room':{'x':1},'clientMsgId':7,'id':'" + tooLong + "'}"))
                .isEqualTo(new Heading("send", null, null, null));
        assertThat(heading("{'room':'\\ud800','clientMsgId':'m','id':5}")).isEqualTo(new Heading(null, "5", null, "m"));
    }

    @Test
    void whatARefusalRepeatsIsShortAndNoCharacterOfItIsCut() {
        String emoji = "\ud83d\ude00";
        String type = "x".repeat(39) + emoji;
        assertThat(reader.read("{\"type\":\"" + type + emoji + "\"}").refusal()).hasMessageEndingWith(" " + type + "…");
    }

    @Test
    void anUnknownTypeIsAnErrorOfItsOwn() {
        var reading = reader.read("{\"type\":\"fly\",\"id\":1}");
        assertThat(reading.refusal().code()).isEqualTo(ErrorCode.UNKNOWN_TYPE);
        assertThat(reading.heading().id()).isEqualTo("1");
    }

    @Test
    void aBodyMayBeNestedAsDeepAsTheLimitAndNoDeeper() {
        assertThat(reader.read(nested(32)).frame()).isInstanceOf(Send.class);
        Refusal refusal = reader.read(nested(33)).refusal();
        assertThat(refusal.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(refusal.limit()).isEqualTo("max-depth=32");
        assertThat(reader.read("{\"type\":\"ping\",\"x\":" + "[".repeat(60_000))
                        .refusal()
                        .limit())
                .isEqualTo("max-depth=32");
    }

    @Test
    void aBodyMayBeAsLargeAsTheLimitAndNoLarger() {
        String fits = "\"" + "é".repeat(16 * 1024 - 1) + "\"";
        assertThat(reader.read(send(fits)).frame()).isInstanceOf(Send.class);
        Refusal refusal = reader.read(send(fits.replaceFirst("é", "éa"))).refusal();
        assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refusal.limit()).isEqualTo("max-body-bytes=32768");
    }

    @Test
    void tooManyRoomsInOneFrameAreRefused() {
        StringBuilder rooms = new StringBuilder("{\"type\":\"resume\",\"rooms\":{\"r\":1");
        for (int i = 0; i < 256; i++) {
            rooms.append(",\"r").append(i).append("\":1");
        }
        Refusal refusal = reader.read(rooms.append("}}").toString()).refusal();
        assertThat(refusal.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(refusal.limit()).isEqualTo("max-rooms-per-resume=256");
    }

    private Heading heading(String text) {
        var reading = reader.read(text.replace('\'', '"'));
        assertThat(reading.refusal()).isNotNull();
        return reading.heading();
    }

    private ClientFrame read(String text) {
        var reading = reader.read(text.replace('\'', '"'));
        assertThat(reading.refusal()).isNull();
        return reading.frame();
    }

    private static String nested(int depth) {
        return send("[".repeat(depth) + "]".repeat(depth));
    }

    private static String send(String body) {
        return "{\"type\":\"send\",\"room\":\"a\",\"clientMsgId\":\"m\",\"body\":" + body + "}";
    }
}
