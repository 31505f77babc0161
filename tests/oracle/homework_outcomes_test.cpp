// The outcome tables of an independent program that was compared with the AFS homework simulator, schedule by
// schedule (../shared/data/homework/outcomes.jsonl): the engine and the oracle agree with it, number for
// number.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "afs_oracle.h"
#include "afs_question.h"
#include "braid/tracer/action_strings.h"
#include "engine_run.h"
#include "merging_oracle.h"

namespace braid::oracle {
namespace {

std::filesystem::path tables() {
  const char* shared = std::getenv("BRAID_SHARED");
  return std::filesystem::path(shared != nullptr ? shared : BRAID_SHARED_DIR) /
         "data/homework/outcomes.jsonl";
}

/// By the values of all observables, by name: schedules and reduced probability.
struct Row {
  std::string schedules;
  std::string numerator;
  std::string denominator;
  friend bool operator==(const Row&, const Row&) = default;
};
using Table = std::map<std::map<std::string, std::string>, Row>;

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.schedules << ", " << row.numerator << '/' << row.denominator;
}

std::string text(simdjson::dom::element element) {
  return std::string(element.get_string().value());
}

Table expected_table(simdjson::dom::element record) {
  Table table;
  for (const simdjson::dom::element outcome : record["outcomes"].get_array()) {
    std::map<std::string, std::string> values;
    for (const auto& [name, value] : outcome["values"].get_object()) values[std::string(name)] = text(value);
    const simdjson::dom::element probability = outcome["probability"];
    table[values] = {text(outcome["schedules"]), text(probability["numerator"]),
                     text(probability["denominator"])};
  }
  return table;
}

/// The names of the values of AfsOracle and AfsQuestion, in their order.
std::vector<std::string> names_of_values(const Trace& trace) {
  std::vector<std::string> names;
  for (const File& file : trace.files) names.push_back("server." + file.name);
  for (const Actor& actor : trace.actors) {
    std::size_t reads = 0;
    for (const Event& event : actor.events) {
      if (event.operation == Operation::read) names.push_back(actor.name + ".read" + std::to_string(++reads));
    }
  }
  return names;
}

Table found_table(const Trace& trace, const Exploration& exploration) {
  const std::vector<std::string> names = names_of_values(trace);
  Table table;
  for (const auto& [name, found] : exploration.outcomes) {
    EXPECT_EQ(name.ending, Ending::final);
    std::map<std::string, std::string> values;
    for (std::size_t i = 0; i < names.size(); ++i) values[names[i]] = name.values.at(i);
    table[values] = {decimal(found.schedules), decimal(numerator(found.probability)),
                     decimal(denominator(found.probability))};
  }
  return table;
}

TEST(HomeworkOutcomes, AllTablesAreEqual) {
  std::ifstream file(tables());
  if (!file) GTEST_SKIP() << tables() << " is not there";
  simdjson::dom::parser parser;
  explore::Executor executor(2);
  std::size_t count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    const simdjson::dom::element record = parser.parse(line);
    const std::string actions = text(record["actions"]);
    SCOPED_TRACE(actions);
    const auto files = static_cast<unsigned>(record["files"].get_uint64().value());
    Trace trace = parse_action_strings("-A", actions, files);
    trace.values = text(record["values"]) == "writer" ? Values::writer : Values::counter;
    const Table expected = expected_table(record);

    const AfsQuestion question(trace);
    const Exploration found = explore_with_engine(question.question(), executor);
    EXPECT_EQ(found_table(trace, found), expected);
    BigInteger schedules = 0;
    for (const auto& [name, outcome] : found.outcomes) schedules += outcome.schedules;
    EXPECT_EQ(decimal(schedules), text(record["schedules"]));

    EXPECT_EQ(explore_merging(AfsOracle(trace)), found);
  }
  EXPECT_EQ(count, 30U);
}

}  // namespace
}  // namespace braid::oracle
