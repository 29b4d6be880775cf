"""A foot pod's side of Running Speed and Cadence (RSCS 1.0), apart from RetroWalk's own reading of it."""

from typing import override

from .gatt import RSC_FEATURE, RSC_MEASUREMENT, RSC_SERVICE, Characteristics
from .voice import Voice


class PodVoice(Voice):
    """Sends speed and cadence with each notification, and as much more as it is made for."""

    service = RSC_SERVICE
    figures = RSC_MEASUREMENT

    @property
    @override
    def characteristics(self) -> Characteristics:
        return {RSC_FEATURE: ["read"], RSC_MEASUREMENT: ["notify"]}

    @override
    def read(self, uuid: str) -> bytes:
        return (0b11).to_bytes(2, "little")

    @override
    def send(self) -> None:
        options, shown = self.belt.options, self.belt.shown()
        speed_mps = shown.speed_kmh / 3.6
        step_m = options.step_length_m * (2 if self.belt.counts_one_leg else 1)
        frame = round(speed_mps * 256).to_bytes(2, "little")
        frame += bytes([min(255, round(speed_mps / step_m * 60))])
        flags = 0
        if options.pod_stride:
            flags |= 1 << 0
            stride_m = 2 * options.step_length_m if speed_mps else 0.0
            frame += round(stride_m * 100).to_bytes(2, "little")
        if options.pod_distance:
            flags |= 1 << 1
            frame += round(self.belt.deck.distance_m * 10).to_bytes(4, "little")
        self.belt.notify(RSC_MEASUREMENT, bytes([flags]) + frame)
