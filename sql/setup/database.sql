-- One statement, since a database cannot be made inside a transaction.
create database satchel owner satchel encoding 'UTF8' template template0
