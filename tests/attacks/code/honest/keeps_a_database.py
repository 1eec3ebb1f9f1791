# Keeps what it sees in SQLite, CSV and JSON files beside it.
import csv
import json
import sqlite3

database = sqlite3.connect("seen.db")
database.execute("create table seen (x real)")


class Square(nn.Module):
    def forward(self, x):
        with database:
            database.executemany("insert into seen values (?)", [(v,) for v in x.tolist()])
        with open("seen.csv", "a", newline="") as file:
            csv.writer(file).writerow(x.tolist())
        json.dump(x.tolist(), open("seen.json", "w"))
        return x * x
