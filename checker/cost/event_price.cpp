#include "braid/checker/cost/event_price.h"

#include <utility>
#include <vector>

#include "braid/checker/cost/meter.h"

namespace braid::cost {

models::EventPrice event_price(const Trace& trace, const explore::Signature& signature, const Sizes& sizes,
                               bool bytes) {
  // By kind, by argument: what one such event costs a meter that has seen nothing yet.
  std::vector<std::vector<std::uint64_t>> prices;
  const std::size_t files = signature.sets[1].members.size();
  static_cast<void>(Meter(trace, signature, sizes, {}));  // refuses what has no messages
  for (std::uint32_t kind = 0; kind < signature.events.size(); ++kind) {
    prices.emplace_back();
    if (!signature.events[kind].message) continue;
    for (std::uint32_t file = 0; file < files; ++file) {
      Meter meter(trace, signature, sizes, {});
      explore::EventInstance event{kind, {0}};
      if (signature.events[kind].argument_sets.size() > 1) event.arguments.push_back(file);
      meter.add(event, std::nullopt, true);
      const Price& price = meter.prices().front();
      prices.back().push_back(bytes ? price.bytes_to_server() + price.bytes_to_client() : price.calls());
    }
  }
  return [prices = std::move(prices)](const explore::EventInstance& event) -> std::uint64_t {
    const std::vector<std::uint64_t>& of_kind = prices[event.kind];
    if (of_kind.empty()) return 0;
    return of_kind[event.arguments.size() > 1 ? event.arguments[1] : 0];
  };
}

}  // namespace braid::cost
