#include "braid/tracer/import/nfs/compound_call.h"

#include <algorithm>

#include "braid/tracer/import/nfs/compound_name.h"
#include "braid/tracer/import/nfs/operations4.h"

namespace braid::import::nfs {
namespace {

constexpr std::size_t kMostOperations = 1024;

const Operation4* find(bool callback, std::uint32_t number) {
  return callback ? find_callback(number) : find_operation(number);
}

}  // namespace

CompoundCall::CompoundCall(bool callback, const packets::Address& server, const rpc::Body& arguments,
                           recording::Record& event, const Means& means)
    : callback_(callback), server_(server) {
  event.operation = callback ? "CB_COMPOUND" : "COMPOUND";
  if (arguments.sealed) return;
  packets::XdrReader xdr(arguments.bytes, arguments.cut);
  xdr.pass_opaque();
  const std::uint32_t minor = xdr.number();
  if (!xdr.failed()) event.arguments.add("minor_version", minor);
  if (callback) xdr.pass(4);
  read_operations(xdr, event, means);
  note_end(arguments, xdr.failed(), means.ledger);
}

void CompoundCall::read_operations(packets::XdrReader& xdr, recording::Record& event, const Means& means) {
  recording::List names;
  std::vector<std::uint32_t> numbers;
  Mentioned mentioned;
  ElementReader reader(xdr, event.arguments, mentioned, means.options, means.ledger);
  std::uint32_t left = xdr.number();
  if (left > kMostOperations) xdr.fail();
  constexpr std::uint32_t kUsual = 8;
  names.reserve(std::min(left, kUsual));
  numbers.reserve(std::min(left, kUsual));
  steps_.reserve(std::min(left, kUsual));
  constexpr std::size_t kUsualArguments = 24;
  event.arguments.reserve(kUsualArguments);
  for (; left > 0 && !xdr.failed(); --left) {
    const std::uint32_t number = xdr.number();
    if (xdr.failed()) break;
    const Operation4* operation = find(callback_, number);
    if (operation == nullptr) {
      // Its size is unknown, and with it where the next one begins.
      event.arguments.add("unknown_operation", number);
      means.ledger.note("compounds with an unknown operation");
      break;
    }
    mentioned.clear();
    names.emplace_back(operation->name);
    numbers.push_back(number);
    reader.read(operation->arguments);
    if (!xdr.failed()) add_step(number, mentioned);
  }
  event.operation = callback_ ? callback_compound_name(numbers) : compound_name(numbers);
  event.arguments.add("operations", std::move(names));
}

void CompoundCall::add_step(std::uint32_t number, const Mentioned& mentioned) {
  Step step;
  step.number = number;
  if (!mentioned.handles.empty()) step.handle = mentioned.handles.front();
  if (!mentioned.names.empty()) step.name = mentioned.names.front();
  if (mentioned.names.size() > 1) step.to = mentioned.names[1];
  steps_.push_back(std::move(step));
}

void CompoundCall::reply(const rpc::Body& results, recording::Record& event, const Means& means) {
  if (results.sealed) {
    event.result.add("unknown", "sealed by RPCSEC_GSS");
    return no_results(event, means);
  }
  packets::XdrReader xdr(results.bytes, results.cut);
  const std::uint32_t status = xdr.number();
  if (xdr.failed()) {
    event.result.add("unknown",
                     results.cut ? "the reply is cut short" : "the reply does not follow its protocol");
  } else if (status != 0) {
    event.result.add("error", status_name(Statuses::nfs4, status));
  }
  xdr.pass_opaque();
  read_results(xdr, event, means);
  note_end(results, xdr.failed(), means.ledger);
}

void CompoundCall::read_results(packets::XdrReader& xdr, recording::Record& event, const Means& means) {
  Mentioned mentioned;
  ElementReader reader(xdr, event.result, mentioned, means.options, means.ledger);
  CurrentFile file(means.files, server_);
  const std::uint32_t count = xdr.number();
  for (std::size_t i = 0; i < count && !xdr.failed(); ++i) {
    const std::uint32_t number = xdr.number();
    const std::uint32_t status = xdr.number();
    const Operation4* operation = find(callback_, number);
    if (xdr.failed() || operation == nullptr) break;
    mentioned.clear();
    if (status == 0) {
      reader.read(operation->results);
      if (i < steps_.size() && steps_[i].number == number && !callback_)
        file.apply(steps_[i], mentioned.handles.empty() ? std::string_view() : mentioned.handles.front());
      continue;
    }
    reader.add("failed", operation->name);
    if (operation->special_status == status || operation->special_status == kAnyFailure)
      reader.read(operation->special_results);
    if (i < steps_.size() && steps_[i].number == number && !callback_) file.fail(steps_[i]);
    break;
  }
  if (callback_) return no_results(event, means);
  event.object = file.object();
}

void CompoundCall::no_results(recording::Record& event, const Means& means) {
  if (!callback_) {
    // What it would be about if it was a success; nothing is learnt from it.
    CurrentFile file(means.files, server_);
    for (const Step& step : steps_) {
      if (file.fail(step)) break;
    }
    event.object = file.object();
    return;
  }
  for (const Step& step : steps_) {
    if (!step.handle.empty()) event.object = means.files.name_of(server_, step.handle);
  }
}

}  // namespace braid::import::nfs
