#include "mutations.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/format.h"

namespace braid::import::test {
namespace {

constexpr std::uint32_t kSeed = 20261126;
constexpr int kVariants = 400;

class Mutator {
 public:
  std::string mutated(std::string text) {
    const std::size_t changes = 1 + below(4);
    for (std::size_t i = 0; i < changes && !text.empty(); ++i) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  void change(std::string& text) {
    const std::size_t at = below(text.size());
    const std::size_t size = below(40);
    switch (below(6)) {
      case 0:
        text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text.resize(at);
        break;
      case 2:
        text.erase(at, size);
        break;
      case 3:
        text.insert(at, text.substr(below(text.size()), size));
        break;
      case 4:
        text[at] = "\n\t \"'(){}[];:,#\\-0\xff"[below(20)];
        break;
      default:
        text.insert(at, "99999999999999999999");
    }
  }

  std::mt19937 random_{kSeed};
};

}  // namespace

void expect_survives_mutations(std::string_view sample, std::string_view format) {
  const Format* chosen = find_format(format);
  ASSERT_NE(chosen, nullptr);
  Mutator mutator;
  for (int i = 0; i < kVariants; ++i) {
    const std::string text = mutator.mutated(std::string(sample));
    std::vector<Input> inputs;
    inputs.push_back(Input::from_memory("input", text));
    Ledger ledger;
    try {
      const auto source = chosen->open(std::move(inputs), {}, ledger);
      recording::Record record;
      std::uint64_t events = 0;
      while (source->next(record)) {
        ++events;
        EXPECT_FALSE(record.actor.empty() || record.operation.empty());
      }
      EXPECT_EQ(ledger.event_count(), events) << text;
      EXPECT_TRUE(ledger.balanced()) << text;
    } catch (const InputError& error) {
      EXPECT_NE(std::string_view(error.what()), "");
    }
  }
}

}  // namespace braid::import::test
