"""How large a form may be that brings files: said before any of it is read."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTE = 1_000_000
IMPORTS, LARGEST = "/import/", 42 * MEGABYTE  # two files of 20 MB
ELSEWHERE = 2_621_440  # as much as a form without files


class SizeLimit(FileUploadHandler):
    """Refuses by the announced length, which the server reads no further than."""

    def handle_raw_input(
        self, input_data, META, content_length, boundary, encoding=None
    ):
        path = self.request.path if self.request else ""
        if content_length > (LARGEST if path == IMPORTS else ELSEWHERE):
            raise RequestDataTooBig("The files are larger than this site accepts.")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
