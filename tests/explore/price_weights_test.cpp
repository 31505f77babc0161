#include "braid/checker/explore/price_weights.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

#include "braid/checker/explore/packed_schedule.h"
#include "sweep_fixture.h"
#include "toy_models.h"

namespace braid::explore {
namespace {

using toys::Walkers;
using Sought = PriceWeights::Sought;

/// Leaps cost 5, slides 1 more, and the second actor's walks 2; the first's are free.
std::uint64_t price_of(const Walkers::Step& step, Branch branch) {
  if (step.leaps) return branch == Walkers::kSlides ? 6 : 5;
  return step.actor == 1 ? 2 : 0;
}

std::uint64_t edge_price(const WeightEdge& edge) {
  return price_of(static_cast<const Walkers::Step&>(*edge.step), edge.branch);
}

/// A schedule with what it is compared by.
struct Priced {
  std::uint64_t price = 0;
  std::uint64_t switches = 0;
  Schedule schedule;
};

/// All schedules to their ends, one by one.
class EverySchedule {
 public:
  explicit EverySchedule(const Walkers& model) : model_(model) {
    WideState state{std::vector<std::uint64_t>(model.layout().words(), 0)};
    model.initialize(state);
    go_on(model.initial(), state, {}, std::nullopt);
  }
  [[nodiscard]] const std::vector<Priced>& found() const { return found_; }

 private:
  void go_on(const OwnedControl& control, const WideState& state, const Priced& so_far,
             std::optional<std::uint32_t> last) {
    bool ends = true;
    model_.steps(control.view(), [&](const Walkers::Step& step) {
      WideState next = state;
      Branch branch = kDisabled;
      model_.with_kernel<WideState>(step, [&](auto&& kernel) { branch = kernel(next); });
      if (branch == kDisabled) return;
      ends = false;
      std::vector<Position> positions(control.positions.size());
      const Rank rank = model_.target(control.view(), step, branch, positions);
      Priced longer = so_far;
      longer.price += price_of(step, branch);
      longer.switches += last && *last != step.actor ? 1 : 0;
      longer.schedule.push_back(step.label);
      go_on({positions, rank}, next, longer, step.actor);
    });
    if (ends) found_.push_back(so_far);
  }

  const Walkers& model_;
  std::vector<Priced> found_;
};

/// The best schedule in the states where schedules end.
class BestAtTheEnd final : public Observer {
 public:
  explicit BestAtTheEnd(const PriceWeights& weights) : weights_(weights) {}
  void visit(unsigned, const CellView& cell) override {
    for (std::size_t state = 0; state < cell.count; ++state) {
      if (cell.choices_of(state) != 0) continue;
      auto found = weights_.best(*cell.weights, cell.records + state * cell.weights->record_words);
      if (!best_ || weights_.better(found, *best_)) best_ = std::move(found);
    }
  }
  [[nodiscard]] const PriceWeights::Found& best() const { return *best_; }

 private:
  const PriceWeights& weights_;
  std::optional<PriceWeights::Found> best_;
};

TEST(PriceWeights, FindTheSameAsTheEnumerationOfAllSchedules) {
  for (const std::uint64_t energy : {0U, 1U, 2U, 3U}) {
    const Walkers model(2, 5, energy);
    const std::vector<Priced> all = EverySchedule(model).found();
    for (const Sought sought : {Sought::cheapest, Sought::dearest}) {
      const auto key = [&](const Priced& of) {
        const auto price = static_cast<std::int64_t>(of.price);
        return std::tuple(sought == Sought::cheapest ? price : -price, of.schedule.size(), of.switches,
                          of.schedule);
      };
      const Priced expected = *std::min_element(
          all.begin(), all.end(), [&](const Priced& a, const Priced& b) { return key(a) < key(b); });
      const PriceWeights weights(model.actor_count(), model.label_count(), edge_price, sought);
      BestAtTheEnd observer(weights);
      sweep_with(model, weights, {&observer});
      EXPECT_EQ(observer.best().price, expected.price) << "energy " << energy;
      EXPECT_EQ(observer.best().schedule, expected.schedule) << "energy " << energy;
      EXPECT_EQ(observer.best().length, expected.schedule.size() << 32 | expected.switches);
    }
  }
}

TEST(PackedSchedule, ComesBackAsItWas) {
  for (const std::uint32_t labels : {1U, 2U, 3U, 10U, 1000U}) {
    const unsigned bits = label_bits(labels);
    Schedule schedule;
    std::vector<std::uint64_t> packed;
    for (std::uint32_t step = 0; step < 100; ++step) {
      const std::uint32_t label = step * 7 % labels;
      std::vector<std::uint64_t> longer(packed_words(step + 1, bits));
      ExtendedSchedule{packed.data(), packed.size(), bits, label}.write(longer.data(), longer.size());
      packed = std::move(longer);
      schedule.push_back(label);
      ASSERT_EQ(unpack_schedule(packed, schedule.size(), bits), schedule) << labels << " labels";
    }
  }
}

}  // namespace
}  // namespace braid::explore
