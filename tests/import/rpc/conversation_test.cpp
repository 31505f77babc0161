// Remote procedure calls of captures, by the simplest of them: NULL.
#include <fmt/format.h>

#include "imported.h"
#include "written_rpc.h"

namespace braid::import::test {
namespace {

constexpr std::uint32_t kNfs = 100003;

std::string null_call(std::uint32_t xid) {
  return rpc_call(xid, kNfs, 3, 0, "");
}

/// One line an event: number of the packet, xid, attempt, start and end in milliseconds, error.
std::string brief(const Imported& capture) {
  std::string text;
  for (const recording::Record& record : capture.records) {
    text += fmt::format("{} {}", record.line, record.arguments.find("xid")->natural().value());
    if (const auto* attempt = record.arguments.find("attempt"))
      text += fmt::format(" attempt {}", attempt->natural().value());
    text += fmt::format(" {}", record.start->nanoseconds / 1'000'000);
    if (record.end) text += fmt::format("..{}", record.end->nanoseconds / 1'000'000);
    if (const auto* error = record.result.find("error")) text += " " + *error->text();
    text += '\n';
  }
  return text;
}

TEST(Conversation, MatchesRepliesWithCalls) {
  WrittenConversation tcp;
  tcp.call(null_call(5)).call(null_call(6)).reply(rpc_reply(6, "")).reply(rpc_reply(5, ""));
  const Imported capture = imported_text(tcp.bytes());
  EXPECT_EQ(
      capture.text(),
      R"({"actor":"10.0.0.1","operation":"NULL","arguments":{"server":"10.0.0.2","xid":6,"program":"nfs3"},"start":"1.001000","end":"1.002000","line":2}
{"actor":"10.0.0.1","operation":"NULL","arguments":{"server":"10.0.0.2","xid":5,"program":"nfs3"},"start":"1.000000","end":"1.003000","line":1}
)");
  EXPECT_EQ(capture.header.system, "nfs3");
  EXPECT_EQ(capture.header.kind, recording::Kind::messages);
}

TEST(Conversation, NamesClients) {
  WrittenConversation tcp;
  tcp.call(null_call(5)).reply(rpc_reply(5, ""));
  ImportOptions options;
  options.clients = {{"c1", "10.0.0.1"}};
  const Imported capture = imported_text(tcp.bytes(), {}, options);
  ASSERT_EQ(capture.records.size(), 1U);
  EXPECT_EQ(capture.records[0].actor, "c1");
}

TEST(Conversation, ACallThatIsSentAgainIsAnotherAttempt) {
  WrittenConversation tcp;
  tcp.call(null_call(5))
      .call(null_call(5))
      .reply(rpc_reply(5, ""))
      .reply(rpc_reply(5, ""))
      .reply(rpc_reply(5, ""));
  const Imported capture = imported_text(tcp.bytes());
  EXPECT_EQ(brief(capture), "1 5 1000..1002\n2 5 attempt 2 1001..1003\n");
  EXPECT_EQ(capture.skipped(), "replies without a call 1");
}

TEST(Conversation, ANewConnectionEndsWhatWasBetweenThesePorts) {
  WrittenConversation tcp;
  tcp.call(null_call(5)).from_client("", kSyn).from_server("", kSyn | kAck);
  tcp.call(null_call(5)).reply(rpc_reply(5, ""));
  const Imported capture = imported_text(tcp.bytes());
  EXPECT_EQ(brief(capture), "1 5 1000\n4 5 attempt 2 1003..1004\n");
  EXPECT_EQ(capture.skipped(), "TCP packets without data 2");
}

TEST(Conversation, CallsWithoutReplyHaveNoEnd) {
  WrittenConversation tcp;
  tcp.call(null_call(7)).call(null_call(5)).call(null_call(6)).reply(rpc_reply(5, ""));
  EXPECT_EQ(brief(imported_text(tcp.bytes())), "2 5 1001..1003\n1 7 1000\n3 6 1002\n");
}

TEST(Conversation, GivesUpTheOldestOfVeryManyCalls) {
  WrittenConversation tcp;
  constexpr std::uint32_t kCalls = 10000;
  std::string calls;
  for (std::uint32_t xid = 0; xid < kCalls; ++xid) {
    calls += record(null_call(xid));
    if (calls.size() < 40000) continue;
    tcp.from_client(calls);
    calls.clear();
  }
  tcp.from_client(calls).reply(rpc_reply(kCalls - 1, "")).reply(rpc_reply(0, ""));
  const Imported capture = imported_text(tcp.bytes());
  EXPECT_EQ(capture.records.size(), kCalls);
  EXPECT_EQ(capture.skipped(), "replies without a call 1");
}

TEST(Conversation, SaysWhatRpcRefuses) {
  WrittenConversation tcp;
  for (std::uint32_t xid = 1; xid <= 7; ++xid) tcp.call(null_call(xid));
  for (std::uint32_t status = 1; status <= 5; ++status) tcp.reply(rpc_reply(status, "", status));
  tcp.reply(big_32(6) + big_32(1) + big_32(1) + big_32(0) + big_32(2) + big_32(2));
  tcp.reply(big_32(7) + big_32(1) + big_32(1) + big_32(1) + big_32(5));
  EXPECT_EQ(brief(imported_text(tcp.bytes())),
            "1 1 1000..1007 PROG_UNAVAIL\n2 2 1001..1008 PROG_MISMATCH\n3 3 1002..1009 PROC_UNAVAIL\n"
            "4 4 1003..1010 GARBAGE_ARGS\n5 5 1004..1011 SYSTEM_ERR\n6 6 1005..1012 RPC_MISMATCH\n"
            "7 7 1006..1013 AUTH_ERROR\n");
}

TEST(Conversation, ServersCallBackOnTheSameConnection) {
  WrittenConversation tcp;
  tcp.call(null_call(5))
      .reply(rpc_call(5, 0x40000000, 1, 0, ""))
      .reply(rpc_reply(5, ""))
      .call(rpc_reply(5, ""));
  const Imported capture = imported_text(tcp.bytes());
  EXPECT_EQ(brief(capture), "1 5 1000..1002\n2 5 1001..1003\n");
  EXPECT_EQ(capture.records.at(1).actor, "10.0.0.2");
  EXPECT_EQ(capture.records.at(1).operation, "CB_NULL");
}

TEST(Conversation, GoesOverUdpOnAnyPort) {
  WrittenCapture capture;
  const std::string call = rpc_call(9, kNfs, 2, 0, "", 1000);
  capture.ip(ipv4(1, 2, 17, udp(900, 4000, call))).ip(ipv4(1, 2, 17, udp(900, 4000, call)));
  capture.ip(ipv4(2, 1, 17, udp(4000, 900, rpc_reply(9, ""))))
      .ip(ipv4(2, 1, 17, udp(4000, 901, rpc_reply(9, ""))));
  capture.ip(ipv4(1, 2, 17, udp(53, 53, "a question of something else")));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(brief(imported), "1 9 1000..1002\n2 9 attempt 2 1001\n");
  EXPECT_EQ(imported.records.at(0).arguments.find("uid")->natural(), 1000U);
  EXPECT_EQ(imported.skipped(), "UDP packets of other protocols 2");
}

TEST(Conversation, CountsOtherProgramsAndProtocols) {
  WrittenConversation tcp;
  tcp.from_client("GET / HTTP/1.0\r\n\r\n").call(rpc_call(4, 100011, 1, 1, "")).reply(rpc_reply(4, ""));
  tcp.from_client("").call("garbage of some size, which is no message");
  EXPECT_EQ(imported_text(tcp.bytes()).skipped(),
            "TCP packets of other protocols 1, TCP packets without data 1, calls of program 100011 1, "
            "messages that are no remote procedure call 1, replies without a call 1");
}

TEST(Conversation, GoesOnBehindAGap) {
  WrittenConversation tcp;
  tcp.call(null_call(5)).reply(rpc_reply(5, "")).lose_from_client(44).reply(rpc_reply(6, ""));
  tcp.call(null_call(7)).reply(rpc_reply(7, ""));
  const Imported capture = imported_text(tcp.bytes());
  EXPECT_EQ(brief(capture), "1 5 1000..1001\n4 7 1003..1004\n");
  EXPECT_EQ(capture.skipped(), "gaps in TCP connections 1, replies without a call 1");
}

TEST(Conversation, CountsBodiesThatAreSealed) {
  const auto gss = [](std::uint32_t xid, std::uint32_t service, std::string_view body) {
    const std::string credential = big_32(1) + big_32(0) + big_32(1) + big_32(service) + opaque("context");
    return (big_32(xid) + big_32(0) + big_32(2) + big_32(kNfs) + big_32(3) + big_32(1) + big_32(6) +
            opaque(credential) + big_32(6) + opaque("signature"))
        .append(body);
  };
  WrittenConversation tcp;
  tcp.call(gss(1, 3, opaque("sealed"))).reply(rpc_reply(1, opaque("sealed")));
  tcp.call(gss(2, 2, opaque(big_32(1) + opaque("file")) + opaque("signature")));
  tcp.reply(rpc_reply(2, opaque(big_32(1) + big_32(70)) + opaque("signature")));
  const Imported capture = imported_text(tcp.bytes());
  ASSERT_EQ(capture.records.size(), 2U);
  EXPECT_EQ(*capture.records[0].result.find("unknown")->text(), "sealed by RPCSEC_GSS");
  EXPECT_EQ(*capture.records[1].result.find("error")->text(), "NFS3ERR_STALE");
  EXPECT_EQ(capture.ledger.notes().at("messages that RPCSEC_GSS has encrypted"), 2U);
}

}  // namespace
}  // namespace braid::import::test
