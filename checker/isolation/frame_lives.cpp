#include "braid/checker/isolation/frame_lives.h"

namespace braid::isolation {

void FrameLives::see(const Event& event) {
  if (!event.is("allocate")) return;
  const auto first = event.number("machine_frame");
  const std::uint64_t frames = event.number("frames").value_or(1);
  if (!first || frames == 0) return;
  FrameLife life{frames, std::nullopt, event.place};
  const recording::Value* zeroed = event.record.arguments.find("zeroed");
  if (zeroed != nullptr && zeroed->truth() != nullptr) life.zeroed = *zeroed->truth();
  // Blocks are parts of larger ones that were free: what was known of those is known no more.
  auto block = blocks_.lower_bound(*first);
  while (block != blocks_.end() && block->first - *first < frames) block = blocks_.erase(block);
  blocks_.emplace(*first, life);
}

const FrameLife* FrameLives::find(std::uint64_t frame) const {
  auto block = blocks_.upper_bound(frame);
  if (block == blocks_.begin()) return nullptr;
  --block;
  return frame - block->first < block->second.frames ? &block->second : nullptr;
}

}  // namespace braid::isolation
