#include <gtest/gtest.h>
#include <simdjson.h>

#include <limits>
#include <random>
#include <sstream>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/recording/ndjson_reader.h"
#include "braid/tracer/recording/ndjson_writer.h"

namespace braid::recording {
namespace {

NdjsonReader reader_of(std::string text) {
  return NdjsonReader(import::Input::from_memory("r.ndjson", std::move(text)));
}

Record example() {
  Record record;
  record.actor = "c1";
  record.process = 196;
  record.operation = "read";
  record.object = "/f0";
  record.arguments.add("descriptor", 4);
  record.arguments.add("offset", std::uint64_t{1} << 53);
  record.start = parse_time("1795354694.060118");
  record.end = parse_time("1795354694.1");
  record.result.add("value", std::int64_t{-1});
  record.result.add("data", std::string("\0\xFF", 2));
  record.result.add("operations", List{Value("SEQUENCE"), Value(true), Value(Fields())});
  record.source = 1;
  record.line = 17;
  return record;
}

constexpr const char* kHeader =
    R"({"format":"braid-recording","version":1,"kind":"operations","system":"posix","clock":"seconds"})"
    "\n";

TEST(Ndjson, HasALineForEachEvent) {
  std::ostringstream out;
  NdjsonWriter writer(out);
  Header header;
  header.system = "posix";
  header.tool = "strace";
  header.files = {"c1.strace", "c\xFF.strace"};
  header.facts.add("version", "6.1");
  writer.header(header);
  writer.event(example());
  Footer footer{1, {}};
  footer.skipped.add("system calls mmap", 3);
  writer.footer(footer);
  EXPECT_EQ(
      out.str(),
      R"({"format":"braid-recording","version":1,"kind":"operations","system":"posix","clock":"seconds",)"
      R"("provenance":{"tool":"strace","files":["c1.strace","c\\xff.strace"],"facts":{"version":"6.1"}}})"
      "\n"
      R"({"actor":"c1","process":196,"operation":"read","object":"/f0","arguments":{"descriptor":4,)"
      R"("offset":9007199254740992},"start":"1795354694.060118","end":"1795354694.1","result":{"value":-1,)"
      R"("data":{"base64":"AP8="},"operations":["SEQUENCE",true,{}]},"source":1,"line":17})"
      "\n"
      R"({"footer":{"events":1,"skipped":{"system calls mmap":3}}})"
      "\n");
}

TEST(Ndjson, IsReadBackAsItWasWritten) {
  std::ostringstream out;
  NdjsonWriter writer(out);
  Header header;
  header.kind = Kind::messages;
  header.system = "nfs3";
  header.clock = Clock::position;
  writer.header(header);
  std::vector<Record> records;
  std::mt19937 random(7);
  for (int k = 0; k < 200; ++k) {
    Record record = example();
    if (random() % 2 == 0) record.process.reset();
    if (random() % 2 == 0) record.end.reset();
    if (random() % 2 == 0) record.start.reset();
    if (random() % 2 == 0) record.object.clear();
    if (random() % 2 == 0) record.result.clear();
    record.line = random() % 3;
    records.push_back(record);
    writer.event(record);
  }
  writer.footer({records.size(), {}});
  NdjsonReader reader = reader_of(out.str());
  EXPECT_EQ(reader.header(), header);
  Record record;
  for (const Record& written : records) {
    ASSERT_TRUE(reader.next(record));
    EXPECT_EQ(record, written);
  }
  EXPECT_FALSE(reader.next(record));
  ASSERT_TRUE(reader.footer().has_value());
  EXPECT_EQ(reader.footer()->events, records.size());
}

TEST(Ndjson, ReadsARecordingWithoutFooterAndSaysSo) {
  NdjsonReader reader = reader_of(std::string(kHeader) +
                                  "\n"
                                  R"({"actor":"c1","operation":"open"})");
  Record record;
  EXPECT_TRUE(reader.next(record));
  EXPECT_EQ(reader.line(), 3U);
  EXPECT_FALSE(reader.next(record));
  EXPECT_FALSE(reader.footer().has_value());
}

/// What is wrong with a recording; "accepted" where nothing is.
std::string mistake_in(const std::string& text) {
  try {
    NdjsonReader reader = reader_of(text);
    Record record;
    while (reader.next(record)) {
    }
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

std::string mistake_in_event(const std::string& line) {
  return mistake_in(kHeader + line + "\n");
}

TEST(Ndjson, NamesBothVersions) {
  EXPECT_EQ(mistake_in(R"({"format":"braid-recording","version":2,"more":1})"
                       "\n"),
            "r.ndjson:1:1: the recording has version 2 of the format; this program reads version 1\n"
            R"(  {"format":"braid-recording","version":2,"more":1})");
}

TEST(Ndjson, TellsWhatIsWrongAndWhere) {
  const auto about = [](const std::string& line) {
    const std::string message = mistake_in_event(line);
    EXPECT_EQ(message.rfind("r.ndjson:2:1: ", 0), 0U) << message;
    return message.substr(14, message.find("\n  ") - 14);
  };
  EXPECT_EQ(about(R"({"actor":"c1"})"), "the member `operation` is missing");
  EXPECT_EQ(about(R"({"actor":"","operation":"open"})"), "`actor` is empty");
  EXPECT_EQ(about(R"({"actor":7,"operation":"open"})"), "`actor` is no string");
  EXPECT_EQ(about(R"({"actor":"c1","operation":"open","actor":"c2"})"), "`actor` occurs twice");
  EXPECT_EQ(
      about(R"({"actor":"c1","operation":"open","when":"1"})"),
      "there is no member `when` here; actor, process, operation, object, arguments, start, end, result, "
      "source, line");
  EXPECT_EQ(about(R"({"actor":"c1","operation":"open","start":1.5})"),
            "`start` is no time; decimal seconds in a string, with at most nine decimals: \"12.345\"");
  EXPECT_EQ(about(R"({"actor":"c1","operation":"open","start":"2","end":"1"})"),
            "the event ends before it starts");
  EXPECT_EQ(about(R"({"actor":"c1","operation":"open","arguments":{"a":1.5}})"),
            "a number is no integer; fractions are written as strings");
  EXPECT_EQ(about(R"({"actor":"c1","operation":"open","arguments":{"a":null}})"),
            "a value is null; what is unknown is left out");
  EXPECT_EQ(about(R"({"actor":"c1","operation":"open","arguments":{"a":{"base64":"!"}}})"),
            "\"base64\" is no base64");
  EXPECT_EQ(about(R"({"actor":"c1","operation":"open","process":-1})"), "`process` is no integer from 0 on");
  EXPECT_EQ(about(R"([1])"), "the line is no JSON object");
  EXPECT_EQ(about(R"({"footer":{"events":1,"skipped":{}}})"),
            "the footer counts 1 events, but 0 were read: some are lost");
  EXPECT_NE(about(R"({"actor":"c1")").find("the line is no JSON"), std::string::npos);
}

/// What the events of those lines are, read into one record, one after another.
std::vector<Record> events_of(const std::string& lines) {
  NdjsonReader reader = reader_of(kHeader + lines);
  std::vector<Record> records;
  Record record;
  while (reader.next(record)) records.push_back(record);
  return records;
}

TEST(Ndjson, KeepsNothingOfTheEventBefore) {
  const std::string full =
      R"({"actor":"c1","process":7,"operation":"read","object":"/f","arguments":{"a":"x","b":[1,[2],{"c":3}],)"
      R"("d":{"e":"a text that is longer than a string holds in place","f":1}},"start":"1","end":"2",)"
      R"("result":{"value":1,"data":"d"},"source":1,"line":3})"
      "\n";
  const std::string less = R"({"actor":"c2","operation":"open","arguments":{"a":[{}],"b":{"c":true}}})"
                           "\n";
  const std::string other = R"({"actor":"c3","operation":"stat","arguments":{"d":[[5]],"a":{"e":"y"}}})"
                            "\n";
  const std::string none = R"({"actor":"c2","operation":"open"})"
                           "\n";
  const std::vector<Record> together = events_of(full + less + full + other + none + less + full);
  ASSERT_EQ(together.size(), 7U);
  std::size_t k = 0;
  for (const std::string& line : {full, less, full, other, none, less, full}) {
    EXPECT_EQ(together[k], events_of(line).front()) << "event " << k;
    ++k;
  }
  EXPECT_EQ(together[1].arguments.find("d"), nullptr);
  EXPECT_EQ(*together[1].arguments.find("a"), Value(List{Value(Fields())}));
  EXPECT_TRUE(together[4].arguments.empty());
  EXPECT_FALSE(together[4].process || together[4].start || together[4].end);
}

TEST(Ndjson, TellsAMistakeInTheMiddle) {
  const std::string right = R"({"actor":"c1","operation":"open","arguments":{"a":"x"}})"
                            "\n";
  NdjsonReader reader = reader_of(kHeader + right + right +
                                  R"({"actor":"c1","operation":"open","arguments":7})" + "\n" + right);
  Record record;
  EXPECT_TRUE(reader.next(record));
  EXPECT_TRUE(reader.next(record));
  try {
    static_cast<void>(reader.next(record));
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "r.ndjson:4:1: `arguments` is no object\n  "
                 R"({"actor":"c1","operation":"open","arguments":7})");
  }
}

TEST(Ndjson, ReadsJsonHoweverItIsWritten) {
  const Record record =
      events_of(
          "\t{ \"oper\\u0061tion\" :\"\\u006Fp\\ten\" , \"actor\": \"c\\ud83d\\ude001\",\"arguments\" : "
          "{\"a\\\"\":[ ] ,\"b\": [ -0 , 18446744073709551615 ,-9223372036854775808, true , false ] , "
          "\"\":{ } } , \"process\" : 7 ,\"line\":\"9007199254740993\", \"start\" : \"1.5\" } \r\n")
          .front();
  EXPECT_EQ(record.operation, "op\ten");
  EXPECT_EQ(record.actor,
            "c\xF0\x9F\x98\x80"
            "1");
  EXPECT_EQ(*record.arguments.find("a\""), Value(List()));
  EXPECT_EQ(*record.arguments.find("b"),
            Value(List{Value(0), Value(std::uint64_t{18446744073709551615U}),
                       Value(std::numeric_limits<std::int64_t>::min()), Value(true), Value(false)}));
  EXPECT_EQ(*record.arguments.find(""), Value(Fields()));
  EXPECT_EQ(record.process, 7U);
  EXPECT_EQ(record.line, 9007199254740993U);
  EXPECT_EQ(to_string(*record.start), "1.5");
}

TEST(Ndjson, RefusesWhatIsNearlyJson) {
  for (const std::string value : {"01",
                                  "-",
                                  "-01",
                                  "1x",
                                  "1 2",
                                  "+1",
                                  ".5",
                                  "tru",
                                  "truex",
                                  "nul",
                                  "\"x\"y",
                                  "\"x\"\"y\"",
                                  "\"\\x\"",
                                  "\"\\u12g4\"",
                                  "\"\\ud83d\"",
                                  "\"\\ude00\"",
                                  "\"\\ud83d\\u0041\"",
                                  "\"\x01\"",
                                  "\"\xFF\"",
                                  "\"x",
                                  "[1,]",
                                  "[,1]",
                                  "[1 2]",
                                  "[1",
                                  "[1}",
                                  "{\"x\"}",
                                  "{\"x\":}",
                                  "{\"x\":1,}",
                                  "{x:1}",
                                  "{1:1}",
                                  "{\"x\" 1}",
                                  "{,}",
                                  "",
                                  ",",
                                  "1}",
                                  "1}}",
                                  "1]",
                                  "18446744073709551616"}) {
    const std::string message =
        mistake_in_event(R"({"actor":"c1","operation":"open","arguments":{"a":)" + value + "}}");
    EXPECT_EQ(message.rfind("r.ndjson:2:1: the line is no JSON: ", 0), 0U) << value << ": " << message;
  }
  for (const std::string line :
       {R"({"actor":"c1","operation":"open"},)", R"({"actor":"c1","operation":"open"}{})",
        R"({"actor":"c1","operation":"open",})", R"({"actor":"c1" "operation":"open"})",
        R"({"actor":"c1","operation":"open")", R"({"actor":"c1","operation":"open"]})"})
    EXPECT_NE(mistake_in_event(line).find("the line is no JSON: "), std::string::npos) << line;
}

TEST(Ndjson, RefusesWhatFollowsTheFooter) {
  const std::string whole = std::string(kHeader) + R"({"footer":{"events":0,"skipped":{}}})"
                                                   "\n";
  EXPECT_EQ(mistake_in(whole), "accepted");
  EXPECT_NE(mistake_in(whole + R"({"actor":"c1","operation":"open"})").find("something follows the footer"),
            std::string::npos);
}

TEST(Ndjson, SaysThatALastLineIsCutOff) {
  EXPECT_NE(mistake_in(std::string(kHeader) + R"({"actor":"c1","oper)").find("it is cut off"),
            std::string::npos);
  EXPECT_EQ(mistake_in(""), "r.ndjson: the recording is empty; a header in the first line");
}

TEST(Ndjson, RefusesDeepNesting) {
  std::string line = R"({"actor":"c1","operation":"open","arguments":{"a":)";
  line += std::string(200, '[') + std::string(200, ']') + "}}";
  EXPECT_NE(mistake_in_event(line).find("nested deeper than 64"), std::string::npos);
}

TEST(Ndjson, RefusesObjectsOfTooManyMembers) {
  std::string line = R"({"actor":"c1","operation":"open","arguments":{)";
  for (int k = 0; k <= 1000; ++k)
    line += (k == 0 ? "" : ",") + std::string("\"m") + std::to_string(k) + "\":1";
  EXPECT_NE(mistake_in_event(line + "}}").find("more than 1000 members"), std::string::npos);
}

/// Whether every line is JSON, as another reader finds.
bool holds_json(const std::string& text) {
  std::istringstream lines(text);
  simdjson::dom::parser parser;
  for (std::string line; std::getline(lines, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    if (parser.parse(line).error() != simdjson::SUCCESS) return false;
  }
  return true;
}

TEST(Ndjson, AcceptsOnlyJsonWhateverTheDamage) {
  std::string text = kHeader;
  append_event(text, example());
  text +=
      "\n"
      R"({"footer":{"events":1,"skipped":{}}})"
      "\n";
  std::mt19937 random(3);
  constexpr std::string_view kMeaning = "{}[]:,\"\\ 0-1tfn\n";
  int accepted = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string damaged = text;
    for (int k = 0; k < 1 + round % 3; ++k) {
      const auto any = static_cast<char>(random() % 256);
      damaged[random() % damaged.size()] = round % 2 == 0 ? any : kMeaning[random() % kMeaning.size()];
    }
    if (round % 4 == 0) damaged.resize(random() % damaged.size());
    const std::string message = mistake_in(damaged);
    if (message == "accepted") {
      ++accepted;
      EXPECT_TRUE(holds_json(damaged)) << damaged;
    }
    // What is no JSON is told as that, and nothing else is.
    EXPECT_FALSE(message.find("the line is no JSON: ") != std::string::npos && holds_json(damaged))
        << message;
  }
  EXPECT_GT(accepted, 100);
}

}  // namespace
}  // namespace braid::recording
