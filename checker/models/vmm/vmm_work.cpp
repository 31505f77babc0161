#include "braid/checker/models/vmm/vmm_work.h"

#include <algorithm>

#include "braid/checker/models/vmm/vmm_work_compiler.h"

namespace braid::models {
namespace {

void destroy(std::uint32_t machine, const std::vector<std::uint32_t>& pages, WorkCompiler& compiler) {
  compiler.begin(machine, kWholeMachine);
  compiler.add(WorkStep::begin_end);
  compiler.end();
  for (const std::uint32_t page : pages) {
    compiler.begin(machine, page);
    compiler.invalidate(false);
    compiler.add(WorkStep::release);
    compiler.take_any_type();
    compiler.end();
  }
  compiler.begin(machine, kWholeMachine);
  compiler.add(WorkStep::reap);
  compiler.end();
}

}  // namespace

bool VmmTask::works_on(std::uint32_t page, std::uint32_t part) const {
  if (part >= parts.size()) return false;
  const WorkSpan& item = items[parts[part].item];
  const bool its = item.page == page || item.other == page ||
                   std::find(item.kept.begin(), item.kept.end(), page) != item.kept.end();
  return part > item.first && part < item.unlocked && its;
}

bool VmmTask::is_sending(std::uint32_t page, std::uint32_t part) const {
  if (part >= parts.size()) return false;
  const WorkSpan& item = items[parts[part].item];
  if (item.page != page || part == item.first) return false;
  return std::any_of(parts.begin() + part, parts.begin() + item.end,
                     [](const WorkPart& ahead) { return ahead.step == WorkStep::send; });
}

FrameUse use_of(Work work) {
  switch (work) {
    case Work::post:
      return FrameUse::post;
    case Work::grant:
      return FrameUse::grant;
    case Work::transfer:
      return FrameUse::transfer;
    case Work::attach:
      return FrameUse::device;
    default:
      return FrameUse::none;
  }
}

void compile_work(const WorkOrder& order, const ShadowsOfPage& shadows, const VmmOptions& options,
                  VmmTask& task) {
  WorkCompiler compiler(options, shadows, task);
  if (order.work == Work::destroy) return destroy(order.machine, order.pages, compiler);
  compiler.begin(order.machine, order.page, order.work == Work::share ? order.other : kWholeMachine);
  switch (order.work) {
    case Work::reclaim:
      compiler.remove(order, true);
      compiler.add(WorkStep::page_out);
      compiler.add(WorkStep::release);
      compiler.walk(order);
      break;
    case Work::balloon:
      compiler.remove(order, false);
      compiler.add(WorkStep::release);
      compiler.discard();
      compiler.walk(order);
      break;
    case Work::give:
      compiler.add(WorkStep::allocate);
      compiler.fill_and_map();
      break;
    case Work::migrate:
      compiler.migrate(order);
      compiler.walk(order);
      break;
    case Work::share:
      if (order.large) compiler.split(order.machine, order.page);
      if (order.other_large) compiler.split(order.receiver, order.other);
      compiler.share();
      break;
    case Work::protect:
      if (order.large) compiler.split(order.machine, order.page);
      compiler.add(WorkStep::protect);
      compiler.flush();
      compiler.walk(order);
      break;
    case Work::join:
      compiler.join(order);
      break;
    case Work::zap:
      compiler.flush();
      break;
    case Work::post:
    case Work::attach:
      if (order.may_be_shared && options.pin == WritePin::unshared) compiler.unshare();
      compiler.write(use_of(order.work), order.content);
      break;
    case Work::grant:
      if (order.large) compiler.split(order.machine, order.page);
      compiler.grant(order.receiver, order.other);
      break;
    case Work::transfer:
      if (order.large) compiler.split(order.machine, order.page);
      compiler.transfer(order.receiver, order.other);
      break;
    case Work::send:
      compiler.send();
      break;
    case Work::age:
      compiler.age();
      break;
    case Work::pin:
      compiler.pin();
      break;
    case Work::build:
      compiler.build();
      break;
    case Work::destroy:
      break;
  }
  compiler.end();
}

}  // namespace braid::models
