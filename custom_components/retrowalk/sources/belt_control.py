"""The one command that RetroWalk gives a belt: stop."""

import asyncio
from typing import Final

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.exc import BleakError

from ..protocols.ftms import (
    REQUEST_CONTROL,
    STOP,
    ControlResult,
    parse_control_response,
)

_ANSWER_S: Final = 3.0


class BeltRefusedError(Exception):
    """The belt answered that it does not stop."""


class BeltControl:
    """The control point (0x2AD9) of a connected belt."""

    def __init__(
        self, client: BleakClient, characteristic: BleakGATTCharacteristic
    ) -> None:
        """Prepare; nothing is subscribed to before the first command."""
        self._client = client
        self._characteristic = characteristic
        self._turn = asyncio.Lock()
        self._answers_come: bool | None = None
        self._answer: asyncio.Future[ControlResult | None] | None = None
        self._asked = b""

    async def async_stop_belt(self) -> None:
        """Stop the belt; raises BeltRefusedError, or what the Bluetooth stack raises.

        A refused request for control is no refusal yet: some belts refuse it and obey all the same.
        """
        async with self._turn:
            if self._answers_come is None:
                self._answers_come = await self._async_hear_answers()
            await self._async_ask(REQUEST_CONTROL)
            if await self._async_ask(STOP) not in (None, ControlResult.SUCCESS):
                raise BeltRefusedError

    async def _async_hear_answers(self) -> bool:
        try:
            async with asyncio.timeout(_ANSWER_S):
                await self._client.start_notify(
                    self._characteristic, self._handle_answer
                )
        except BleakError, TimeoutError:
            return False
        return True

    async def _async_ask(self, request: bytes) -> ControlResult | None:
        """The belt's answer; None where it gives none, as belts without indications do."""
        self._asked = request
        answer: asyncio.Future[ControlResult | None]
        answer = self._answer = asyncio.get_running_loop().create_future()
        try:
            await self._client.write_gatt_char(
                self._characteristic, request, response=True
            )
            if not self._answers_come:
                return None
            async with asyncio.timeout(_ANSWER_S):
                return await answer
        except TimeoutError:
            return None
        finally:
            self._answer = None

    def _handle_answer(
        self, _characteristic: BleakGATTCharacteristic, frame: bytearray
    ) -> None:
        answer, response = self._answer, parse_control_response(frame)
        if (
            answer is None
            or answer.done()
            or response is None
            or response.request_code != self._asked[0]
        ):
            return
        answer.set_result(response.result or ControlResult.FAILED)
