"""Writes the lists of lists.json in a folder as workbooks, and one with a number format and a formula."""

import datetime
import json
import pathlib
import sys

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

folder = pathlib.Path(sys.argv[1])
given = json.loads((folder / "lists.json").read_text("utf-8"))


def put(sheet, row, column, text):
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"  # or else a text that begins with = is a formula


for name, people in given["lists"].items():
    book = openpyxl.Workbook()
    if name.endswith("1904"):
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(given["headings"])
    for row, person in enumerate(people, 2):
        for column, field in enumerate(["given", "family", None, "postcode", "note"], 1):
            if field is not None:
                put(sheet, row, column, person[field])
        sheet.cell(row, 3, datetime.date.fromisoformat(person["born"])).number_format = "dd/mm/yyyy"
    book.save(folder / (name + ".xlsx"))

book = openpyxl.Workbook()
sheet = book.active
sheet.append(["name", "postcode"])
sheet.append(["Ann Zip", 501])
sheet["B2"].number_format = "00000"
sheet.append(["Ann Formula", "=B2+1"])
book.save(folder / "py-other.xlsx")
