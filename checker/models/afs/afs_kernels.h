// What each step of AFS at message granularity does to a packed state.
#pragma once

#include "braid/checker/models/afs/afs_instant_kernel.h"

namespace braid::models {

template <class S>
class AfsKernel : private AfsInstantKernel<S> {
  using Base = AfsInstantKernel<S>;
  using Base::call_server;
  using Base::close;
  using Base::crash_client;
  using Base::crash_server;
  using Base::evict;
  using Base::flush;
  using Base::heartbeat;
  using Base::instant;
  using Base::notify;
  using Base::open;
  using Base::proceed;
  using Base::read;
  using Base::receive;
  using Base::send_giveups;
  using Base::serve;
  using Base::stat;
  using Base::step_;
  using Base::take_break;
  using Base::take_giveup;
  using Base::tick;
  using Base::write;
  using typename Base::Action;
  using typename Base::Branch;

 public:
  using Base::Base;

  /// Takes the step. Returns its branch, or kDisabled.
  Branch take() {
    switch (step_.action) {
      case Action::instant:
        return instant();
      case Action::open:
        return open();
      case Action::read:
        return read();
      case Action::write:
        return write();
      case Action::close:
        return close();
      case Action::stat:
        return stat();
      case Action::flush:
        return flush();
      case Action::call:
        return call_server();
      case Action::receive:
        return receive();
      case Action::take_break:
        return take_break();
      case Action::send_giveups:
        return send_giveups();
      case Action::heartbeat:
        return heartbeat();
      case Action::serve:
        return serve();
      case Action::proceed:
        return proceed();
      case Action::take_giveup:
        return take_giveup();
      case Action::tick:
        return tick();
      case Action::crash_client:
        return crash_client();
      case Action::crash_server:
        return crash_server();
      case Action::evict:
        return evict();
      default:
        return notify();
    }
  }
};

}  // namespace braid::models
