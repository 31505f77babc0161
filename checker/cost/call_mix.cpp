#include "braid/checker/cost/call_mix.h"

namespace braid::cost {
namespace {

constexpr std::array<PublishedShare, 6> kPrototype = {{
    {MessageKind::validate, 0.617, "TestAuth"},
    {MessageKind::fetch_status, 0.268, "GetFileStat"},
    {MessageKind::fetch, 0.040, "Fetch"},
    {MessageKind::store, 0.021, "Store"},
    {MessageKind::store_status, 0.018, "SetFileStat"},
    {MessageKind::list, 0.018, "ListDir"},
}};

}  // namespace

std::array<double, kMessageKinds> call_mix(const ServerUse& use) {
  double calls = 0;
  for (const MessageUse& message : use.messages) calls += message.calls;
  std::array<double, kMessageKinds> mix{};
  if (!(calls > 0)) return mix;
  for (std::size_t kind = 0; kind < kMessageKinds; ++kind) mix[kind] = use.messages[kind].calls / calls;
  return mix;
}

std::span<const PublishedShare> prototype_call_mix() {
  return kPrototype;
}

}  // namespace braid::cost
